import type { CredentialConfig, EntraConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { CLOUDS } from "../clouds.ts";
import { SIGN_IN_CODES } from "./sign-in-codes.ts";

const NETWORK_SIGNS =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|network_error|endpoints_resolution_error|CERT/;
const LONGEST_QUOTE = 300;

/**
 * Why there is no token, in words, and what to do.
 *
 * The library's own error is not kept as the cause: it may hold the request with the secret in it.
 * What it said is, with the secret taken out.
 */
export function explainSignIn(error: unknown, config: EntraConfig): UsersyncError {
  const said = hideSecrets(messagesOf(error).join(" "), config.credential);
  const cause = new Error(said.slice(0, 2000));
  const code = /AADSTS(\d+)/.exec(said)?.[1];
  const known = code === undefined ? undefined : SIGN_IN_CODES[code];
  if (known !== undefined) {
    return new UsersyncError("SIGN_IN_FAILED", {
      what: `Entra refused to sign in (AADSTS${code}).`,
      ...known,
      cause,
    });
  }
  if (code === undefined && NETWORK_SIGNS.test(said)) return unreachable(config, cause);
  const quote = said.length > LONGEST_QUOTE ? `${said.slice(0, LONGEST_QUOTE)}…` : said;
  return new UsersyncError("SIGN_IN_FAILED", {
    what: `There is no token for Microsoft Graph${code === undefined ? "" : ` (AADSTS${code})`}.`,
    why: quote === "" ? "The sign-in gave no reason." : `The sign-in says: ${quote}`,
    fix: wayOut(config.credential),
    cause,
  });
}

/** The error for a sign-in that did not end in time. */
export function signInTimedOut(config: EntraConfig, milliseconds: number): UsersyncError {
  return unreachable(config, new Error(`no answer within ${milliseconds / 1000} s`));
}

function unreachable({ cloud, credential }: EntraConfig, cause: Error): UsersyncError {
  const host =
    ("authorityHost" in credential ? credential.authorityHost : undefined) ?? CLOUDS[cloud].authorityHost;
  const isLocal = credential.type === "managed-identity";
  return new UsersyncError("NETWORK", {
    what: isLocal
      ? "The managed identity endpoint of this machine cannot be reached."
      : `The sign-in server ${host} cannot be reached.`,
    why: isLocal
      ? "Only machines, containers and functions in Azure with an identity assigned have one."
      : "There is no network, a firewall or proxy is in between, or its certificate is not trusted here.",
    fix: isLocal
      ? "Assign an identity to this machine in the Azure portal, or choose another source.credential.type."
      : "Check the network, HTTPS_PROXY and NO_PROXY, and source.caFile if your company's proxy looks into the traffic.",
    cause,
  });
}

function wayOut(credential: CredentialConfig): string {
  switch (credential.type) {
    case "client-secret":
      return "Check source.tenantId, source.credential.clientId and source.credential.clientSecret.";
    case "client-certificate":
      return "Check source.credential.certificatePath (a PEM file with the certificate and its private key) and source.credential.certificatePassword.";
    case "workload-identity":
      return "Check source.credential.clientId and source.credential.tokenFilePath, or AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE.";
    case "managed-identity":
      return "Check that an identity is assigned to this machine, and source.credential.clientId if it has several.";
    case "azure-cli":
      return "Run `az login --tenant <your tenant>` on this machine.";
    case "default":
      return "Set source.credential.type to the way you want to sign in; `default` tries many.";
    case "access-token":
      return "Get a new token and put it into source.credential.token.";
  }
}

/** Messages of an error, its causes and, for a chain of credentials, its parts. */
function messagesOf(error: unknown, depth = 0): readonly string[] {
  if (depth > 6 || typeof error !== "object" || error === null) return [];
  const { message, errorMessage, code, cause, errors } = error as Record<string, unknown>;
  const own = [message, errorMessage, code].filter((text) => typeof text === "string");
  const parts = Array.isArray(errors) ? errors.flatMap((part) => messagesOf(part, depth + 1)) : [];
  return [...new Set([...own, ...parts, ...messagesOf(cause, depth + 1)])];
}

function hideSecrets(text: string, credential: CredentialConfig): string {
  let masked = text;
  for (const secret of secretsOf(credential)) {
    masked = masked.replaceAll(secret, "***").replaceAll(encodeURIComponent(secret), "***");
  }
  return masked.replace(/\p{C}+/gu, " ");
}

function secretsOf(credential: CredentialConfig): readonly string[] {
  switch (credential.type) {
    case "client-secret":
      return [credential.clientSecret];
    case "client-certificate":
      return credential.certificatePassword ? [credential.certificatePassword] : [];
    case "access-token":
      return [credential.token];
    case "workload-identity":
    case "managed-identity":
    case "azure-cli":
    case "default":
      return [];
  }
}
