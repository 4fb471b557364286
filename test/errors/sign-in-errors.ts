import type { CredentialConfig } from "../../src/config/config.ts";
import { sandboxToken } from "../../src/sandbox/graph/token.ts";
import { explainSignIn, signInTimedOut } from "../../src/source/entra/sign-in/explain-sign-in.ts";
import { proveTenant } from "../../src/source/entra/sign-in/prove-tenant.ts";
import { SIGN_IN_CODES } from "../../src/source/entra/sign-in/sign-in-codes.ts";
import { entraConfig } from "../source/fixtures.ts";
import type { Provocations } from "./provoke.ts";

const CREDENTIALS: readonly CredentialConfig[] = [
  { type: "client-secret", clientId: "aaaaaaaa-0000", clientSecret: "hush" },
  { type: "client-certificate", clientId: "aaaaaaaa-0000", certificatePath: "/etc/usersync/app.pem" },
  { type: "workload-identity" },
  { type: "managed-identity" },
  { type: "azure-cli" },
  { type: "default" },
  { type: "access-token", token: "hush" },
];

const OTHER_TENANT = sandboxToken({
  roles: [],
  tenantId: "cccccccc-0000-4000-8000-000000000003",
  now: Date.parse("2026-01-01T00:00:00Z"),
});

/** Credentials that a library might repeat. */
const SECRET = /client-secret|access-token/;

function signIn(said: string, credential?: CredentialConfig) {
  const overrides = credential === undefined ? {} : { credential };
  return () => explainSignIn(new Error(said), entraConfig("https://graph.microsoft.com", overrides));
}

export const SIGN_IN_ERRORS: Provocations = {
  ...Object.fromEntries(
    Object.keys(SIGN_IN_CODES).map((code) => [`AADSTS${code}`, signIn(`AADSTS${code}: Words of Entra.`)]),
  ),
  ...Object.fromEntries(
    CREDENTIALS.map((credential) => [
      `no token with ${credential.type}`,
      signIn(`Words of the library.${SECRET.test(credential.type) ? " hush" : ""}`, credential),
    ]),
  ),
  "a number that is not known": signIn("AADSTS999999: Words of Entra."),
  "a sign-in without a reason": signIn(""),
  "a sign-in server that cannot be reached": signIn("getaddrinfo ENOTFOUND login.microsoftonline.com"),
  "a machine without an identity": signIn("connect ECONNREFUSED", { type: "managed-identity" }),
  "a token of another tenant, out of the config": () =>
    proveTenant(OTHER_TENANT, entraConfig("https://graph.microsoft.com")),
  "a token of another tenant": () =>
    proveTenant(
      OTHER_TENANT,
      entraConfig("https://graph.microsoft.com", { credential: { type: "azure-cli" } }),
    ),
  "a sign-in that takes too long": () => signInTimedOut(entraConfig("https://graph.microsoft.com"), 60_000),
};
