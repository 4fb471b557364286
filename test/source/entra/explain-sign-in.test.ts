import { describe, expect, it } from "vitest";
import type { CredentialConfig } from "../../../src/config/config.ts";
import { explainSignIn } from "../../../src/source/entra/sign-in/explain-sign-in.ts";
import { CLIENT_ID, entraConfig } from "../fixtures.ts";

function explain(error: unknown, credential: CredentialConfig) {
  return explainSignIn(error, entraConfig("https://graph.microsoft.com", { credential }));
}

const chain = (...messages: readonly string[]) =>
  messages.reduceRight<Error | undefined>((cause, message) => new Error(message, { cause }), undefined);

describe("why there is no token", () => {
  it.each<{ situation: string; error: unknown; credential: CredentialConfig; code: string; fix: string }>([
    {
      situation: "nobody is logged in to the Azure CLI",
      error: chain(
        "Please run 'az login' from a command prompt to authenticate before using this credential.",
      ),
      credential: { type: "azure-cli" },
      code: "SIGN_IN_FAILED",
      fix: "az login",
    },
    {
      situation: "a machine without a managed identity",
      error: chain("ManagedIdentityCredential: failed", "connect EHOSTUNREACH 169.254.169.254:80"),
      credential: { type: "managed-identity" },
      code: "NETWORK",
      fix: "Azure portal",
    },
    {
      situation: "a managed identity that answers no",
      error: chain("No managed identity endpoint found"),
      credential: { type: "managed-identity" },
      code: "SIGN_IN_FAILED",
      fix: "identity is assigned",
    },
    {
      situation: "none of many ways",
      error: new AggregateError([new Error("first"), new Error("second")], "ChainedTokenCredential failed"),
      credential: { type: "default" },
      code: "SIGN_IN_FAILED",
      fix: "source.credential.type",
    },
    {
      situation: "no network",
      error: chain("request failed", "getaddrinfo ENOTFOUND login.microsoftonline.com"),
      credential: { type: "client-secret", clientId: CLIENT_ID, clientSecret: "canary" },
      code: "NETWORK",
      fix: "HTTPS_PROXY",
    },
    {
      situation: "a federated token of another subject",
      error: chain("AADSTS700213: No matching federated identity record found"),
      credential: { type: "workload-identity" },
      code: "SIGN_IN_FAILED",
      fix: "Federated credentials",
    },
    {
      situation: "an error of no known kind",
      error: "what",
      credential: { type: "client-certificate", clientId: CLIENT_ID, certificatePath: "/x.pem" },
      code: "SIGN_IN_FAILED",
      fix: "certificatePath",
    },
  ])("is explained: $situation", ({ error, credential, code, fix }) => {
    const explained = explain(error, credential);

    expect(explained.code).toBe(code);
    expect(explained.fix).toContain(fix);
    expect(explained.why).not.toBe("");
  });

  it.each<{ credential: CredentialConfig }>([
    { credential: { type: "client-secret", clientId: CLIENT_ID, clientSecret: "canary+secret" } },
    {
      credential: {
        type: "client-certificate",
        clientId: CLIENT_ID,
        certificatePath: "/x.pem",
        certificatePassword: "canary+secret",
      },
    },
    { credential: { type: "access-token", token: "canary+secret" } },
  ])("never shows the secret of $credential.type, wherever it stands", ({ credential }) => {
    const nested = Object.assign(new Error("outer canary+secret"), {
      cause: { message: "inner canary%2Bsecret", errorMessage: "canary+secret", code: "canary+secret" },
    });

    const error = explain(nested, credential);

    expect(`${error.message} ${error.why} ${error.fix} ${error.stack} ${String(error.cause)}`).not.toContain(
      "canary",
    );
  });

  it("keeps a long story short", () => {
    const error = explain(chain("x".repeat(5000)), { type: "azure-cli" });

    expect(error.why.length).toBeLessThan(400);
  });
});
