import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { CredentialConfig } from "../../../src/config/config.ts";
import { UsersyncError } from "../../../src/errors.ts";
import { openCredential } from "../../../src/source/entra/sign-in/open-credential.ts";
import { createTokenSupply } from "../../../src/source/entra/sign-in/token-supply.ts";
import { CLIENT_ID, entraConfig, failureOf, testClock } from "../fixtures.ts";

const URL_OF_GRAPH = "https://graph.microsoft.com";
type Signing = Exclude<CredentialConfig, { readonly type: "access-token" }>;

describe("credentials", () => {
  it.each<{ credential: Signing; opens: string }>([
    {
      credential: { type: "client-secret", clientId: CLIENT_ID, clientSecret: "s" },
      opens: "ClientSecretCredential",
    },
    {
      credential: {
        type: "client-certificate",
        clientId: CLIENT_ID,
        certificatePath: "/absent.pem",
        certificatePassword: "p",
      },
      opens: "ClientCertificateCredential",
    },
    {
      credential: { type: "workload-identity", clientId: CLIENT_ID, tokenFilePath: "/absent" },
      opens: "WorkloadIdentityCredential",
    },
    { credential: { type: "managed-identity" }, opens: "ManagedIdentityCredential" },
    { credential: { type: "managed-identity", clientId: CLIENT_ID }, opens: "ManagedIdentityCredential" },
    { credential: { type: "azure-cli" }, opens: "AzureCliCredential" },
    { credential: { type: "default" }, opens: "DefaultAzureCredential" },
  ])("of the type $credential.type open a $opens", async ({ credential, opens }) => {
    const opened = await openCredential(entraConfig(URL_OF_GRAPH, { credential }), credential);

    expect(opened.constructor.name).toBe(opens);
  });

  it("that are a ready token are used as they are, and have no other", async () => {
    const tokens = createTokenSupply(entraConfig(URL_OF_GRAPH), testClock());
    const { signal } = new AbortController();

    expect(await tokens.current(signal)).toBe("canary-token");
    expect(await tokens.renewed("canary-token", signal)).toBeUndefined();
  });
});

describe("a sign-in that nobody answers", () => {
  it.each([
    { reason: undefined, code: "CANCELED" },
    { reason: new UsersyncError("TIME_LIMIT", { what: "Too late.", why: "", fix: "" }), code: "TIME_LIMIT" },
  ])("ends at once with $code when the run is stopped", async ({ reason, code }) => {
    const controller = new AbortController();
    const black = createServer();
    black.on("connection", () => controller.abort(reason));
    await new Promise<void>((resolve) => black.listen(0, "127.0.0.1", resolve));
    const { port } = black.address() as AddressInfo;
    const credential: CredentialConfig = {
      type: "client-secret",
      clientId: CLIENT_ID,
      clientSecret: "s",
      authorityHost: `https://127.0.0.1:${port}`,
    };
    const tokens = createTokenSupply(entraConfig(URL_OF_GRAPH, { credential }), testClock());

    const error = await failureOf(tokens.current(controller.signal));
    black.closeAllConnections();
    black.close();

    expect(error.code).toBe(code);
  });
});
