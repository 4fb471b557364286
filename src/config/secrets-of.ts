import type { Config, CredentialConfig, TargetConfig } from "./config.ts";
import { passwordIn } from "./read-state-url.ts";

/**
 * Every secret of a config, for whoever removes them from logs and errors. Each also in the forms in
 * which it travels: percent-encoded, and as HTTP Basic with the application's name.
 */
export function secretsOf(config: Config): string[] {
  const { source, targets, state } = config;
  const own = source.type === "entra" ? credentialSecrets(source.credential) : [];
  const database = state.type === "postgres" ? (passwordIn(state.url) ?? []) : [];
  const secrets = [...own, ...targets.map(targetSecret)].concat(database);
  const basic = targets.flatMap(basicOf);
  return [...new Set([...secrets, ...secrets.map(encodeURIComponent), ...basic])];
}

function credentialSecrets(credential: CredentialConfig): string[] {
  switch (credential.type) {
    case "client-secret":
      return [credential.clientSecret];
    case "client-certificate":
      return credential.certificatePassword === undefined ? [] : [credential.certificatePassword];
    case "access-token":
      return [credential.token];
    case "workload-identity":
    case "managed-identity":
    case "azure-cli":
    case "default":
      return [];
  }
}

function targetSecret(target: TargetConfig): string {
  switch (target.type) {
    case "atlassian-cloud":
      return target.token;
    case "crowd":
      return target.password;
    case "jira":
    case "confluence":
    case "bitbucket":
      return "token" in target.credentials ? target.credentials.token : target.credentials.password;
  }
}

/** What HTTP Basic makes of a name and a password. */
function basicOf(target: TargetConfig): string[] {
  if (target.type === "crowd") return [base64(`${target.application}:${target.password}`)];
  if (target.type === "atlassian-cloud" || "token" in target.credentials) return [];
  return [base64(`${target.credentials.username}:${target.credentials.password}`)];
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
