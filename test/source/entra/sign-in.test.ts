import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OAuth2Server } from "oauth2-mock-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CredentialConfig } from "../../../src/config/config.ts";
import { createCertificate } from "../../support/certificate.ts";
import {
  CLIENT_ID,
  entraConfig,
  entraSource,
  failureOf,
  names,
  read,
  TENANT_ID,
  testClock,
  user,
} from "../fixtures.ts";
import { page, refusal, type ScriptedGraph, scriptedGraph } from "../scripted-graph.ts";

const SECRET = "canary-secret~with+odd/characters=";

/** Of the sign-in server, and of Graph where it speaks TLS. It is its own authority. */
const server = createCertificate();
const client = createCertificate();

let folder: string;
let authority: OAuth2Server;
let tokenRequests: Record<string, unknown>[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "usersync-sign-in-"));
  writeFileSync(path("server.key"), server.key);
  writeFileSync(path("server.pem"), server.cert);
  writeFileSync(path("client.pem"), client.key + client.cert, { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  tokenRequests = [];
  authority = new OAuth2Server(path("server.key"), path("server.pem"), {
    endpoints: {
      wellKnownDocument: `/${TENANT_ID}/v2.0/.well-known/openid-configuration`,
      token: `/${TENANT_ID}/oauth2/v2.0/token`,
    },
  });
  await authority.issuer.keys.generate("RS256");
  await authority.start(0, "127.0.0.1");
  // It would call itself localhost, and the library wants an issuer on the origin that it asked.
  authority.issuer.url = host();
  authority.service.on("beforeTokenSigning", (token, request) => {
    tokenRequests.push(request.body);
    token.payload.roles = ["User.Read.All"];
    token.payload.jti = `token ${tokenRequests.length}`;
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await authority.stop();
});

const path = (file: string) => join(folder, file);
const host = () => `https://127.0.0.1:${authority.address().port}`;
const secret = (): CredentialConfig => ({
  type: "client-secret",
  clientId: CLIENT_ID,
  clientSecret: SECRET,
  authorityHost: host(),
});

function config(graph: ScriptedGraph, credential: CredentialConfig) {
  return entraConfig(graph.url, { credential, connection: { ca: server.cert } });
}

/** What the token of a request says of itself. */
function tokenOf(graph: ScriptedGraph, request: number): string {
  const [, payload = ""] = (graph.requests[request]?.headers.authorization ?? "").split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString()).jti;
}

describe("signing in with the unmodified @azure/identity, over TLS", () => {
  it("sends the client secret once, however many requests follow", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [page([user("ada")], `${url}/v1.0/users?$skiptoken=2`), page([user("bob")])],
    }));

    expect(names(await read(config(graph, secret())))).toEqual(["ada", "bob"]);
    expect(tokenRequests).toHaveLength(1);
    expect(tokenRequests[0]).toMatchObject({
      grant_type: "client_credentials",
      client_id: CLIENT_ID,
      client_secret: SECRET,
      scope: "https://graph.microsoft.com/.default",
    });
  });

  it.each([
    { cloud: "us-gov", scope: "https://graph.microsoft.us/.default" },
    { cloud: "us-gov-dod", scope: "https://dod-graph.microsoft.us/.default" },
    { cloud: "china", scope: "https://microsoftgraph.chinacloudapi.cn/.default" },
  ] as const)("asks for a token for the Graph of $cloud", async ({ cloud, scope }) => {
    await using graph = await scriptedGraph(() => ({ "/users": [page([])] }));

    await read({ ...config(graph, secret()), cloud });

    expect(tokenRequests[0]).toMatchObject({ scope });
  });

  it("signs with the certificate, and sends neither it nor its key", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada")])] }));
    const credential: CredentialConfig = {
      type: "client-certificate",
      clientId: CLIENT_ID,
      certificatePath: path("client.pem"),
      authorityHost: host(),
    };

    expect(names(await read(config(graph, credential)))).toEqual(["ada"]);
    const { client_assertion: assertion, ...rest } = tokenRequests[0] ?? {};
    expect(rest).toMatchObject({
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    });
    const [header = ""] = String(assertion).split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toHaveProperty("x5t#S256");
    expect(rest).not.toHaveProperty("client_secret");
  });

  it("hands on the token file of a workload identity", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada")])] }));
    const tokenFilePath = path("federated-token");
    writeFileSync(tokenFilePath, "federated.jwt.token");
    const credential: CredentialConfig = {
      type: "workload-identity",
      clientId: CLIENT_ID,
      tokenFilePath,
      authorityHost: host(),
    };

    expect(names(await read(config(graph, credential)))).toEqual(["ada"]);
    expect(tokenRequests[0]).toMatchObject({ client_assertion: "federated.jwt.token" });
  });

  it("gets one fresh token after a 401, shared by all requests that were refused together", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [refusal(401, "InvalidAuthenticationToken"), page([user("ada")])],
      "/groups": [refusal(401, "InvalidAuthenticationToken"), page([])],
    }));

    await read({ ...config(graph, secret()), groups: { from: "all", names: [], nested: true } });

    expect(tokenRequests).toHaveLength(2);
    expect([0, 1, 2, 3].map((at) => tokenOf(graph, at))).toEqual([
      "token 1",
      "token 1",
      "token 2",
      "token 2",
    ]);
  });

  it("stops at the second 401: repeated refusals lock accounts", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [
        refusal(401, "InvalidAuthenticationToken"),
        page([user("ada")], `${url}/v1.0/users?$skiptoken=2`),
        refusal(401, "InvalidAuthenticationToken"),
      ],
    }));

    const error = await failureOf(read(config(graph, secret())));

    expect(error.code).toBe("SIGN_IN_FAILED");
    expect(tokenRequests).toHaveLength(2);
  });

  it("signs in again rather than use a token that is about to expire", async () => {
    authority.service.on("beforeResponse", (response) => {
      response.body = { ...(response.body || {}), expires_in: 200 };
    });
    await using graph = await scriptedGraph((url) => ({
      "/users": [page([user("ada")], `${url}/v1.0/users?$skiptoken=2`), page([user("bob")])],
    }));

    await read(config(graph, secret()), { clock: { ...testClock(), now: () => Date.now() } });

    expect([tokenOf(graph, 0), tokenOf(graph, 1)]).toEqual(["token 1", "token 2"]);
  });

  it("reads the claims of a real token in the check", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada")])],
      "/organization": [refusal(403)],
    }));

    const findings = await entraSource(config(graph, secret())).check(new AbortController().signal);

    expect(findings.map(({ level, subject }) => `${level}: ${subject}`)).toEqual([
      "ok: sign-in",
      "ok: permission User.Read.All",
      "ok: reading users",
    ]);
  });

  it("reads Graph over TLS with a certificate authority of one's own", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada")])] }), server);

    expect(names(await read(config(graph, secret())))).toEqual(["ada"]);
  });

  it("does not trust a Graph whose certificate nobody vouches for, and does not ask twice", async () => {
    await using graph = await scriptedGraph(() => ({}), server);
    const clock = testClock();

    const error = await failureOf(read(entraConfig(graph.url), { clock }));

    expect(error).toMatchObject({ code: "INCOMPLETE_READ", cause: { code: "NETWORK" } });
    expect(error.fix).toContain("source.caFile");
    expect(clock.waits).toEqual([]);
  });
});

describe("a sign-in that fails", () => {
  const refuse = (status: number, body: Record<string, unknown>) => {
    authority.service.on("beforeResponse", (response) => {
      response.statusCode = status;
      response.body = body;
    });
  };

  it.each([
    {
      code: 7000215,
      error: "invalid_client",
      status: 401,
      says: "secret is wrong",
      fix: "not its Secret ID",
    },
    { code: 7000222, error: "invalid_client", status: 401, says: "expired", fix: "new client secret" },
    {
      code: 700016,
      error: "unauthorized_client",
      status: 400,
      says: "does not know the app",
      fix: "clientId",
    },
    {
      code: 700038,
      error: "unauthorized_client",
      status: 400,
      says: "not the id of an app",
      fix: "clientId",
    },
    { code: 90002, error: "invalid_request", status: 400, says: "no such tenant", fix: "source.tenantId" },
    {
      code: 53003,
      error: "access_denied",
      status: 400,
      says: "Conditional Access",
      fix: "Conditional Access",
    },
    { code: 999999, error: "odd", status: 400, says: "AADSTS999999", fix: "source.credential.clientSecret" },
  ])("explains AADSTS$code without showing the secret", async ({ code, error: name, status, says, fix }) => {
    const echo = `AADSTS${code}: Words of Entra. client_secret=${SECRET} ${encodeURIComponent(SECRET)}`;
    refuse(status, { error: name, error_description: echo, error_codes: [code] });
    await using graph = await scriptedGraph(() => ({}));

    const error = await failureOf(read(config(graph, secret())));

    expect(error.code).toBe("SIGN_IN_FAILED");
    expect(`${error.message} ${error.why}`).toContain(says);
    expect(error.fix).toContain(fix);
    expect(`${error.message}${error.why}${error.fix}${error.stack}${error.cause}`).not.toContain("canary");
    const [finding] = await entraSource(config(graph, secret())).check(new AbortController().signal);
    expect(finding).toMatchObject({ level: "problem", subject: "sign-in" });
  });

  it("says so when the certificate file is not there", async () => {
    await using graph = await scriptedGraph(() => ({}));
    const credential: CredentialConfig = {
      type: "client-certificate",
      clientId: CLIENT_ID,
      certificatePath: path("absent.pem"),
      authorityHost: host(),
    };

    const error = await failureOf(read(config(graph, credential)));

    expect(error.code).toBe("SIGN_IN_FAILED");
    expect(error.fix).toContain("source.credential.certificatePath");
  });

  it("says so when the token file of a workload identity is not there", async () => {
    await using graph = await scriptedGraph(() => ({}));
    const tokenFilePath = path("absent");
    const credential: CredentialConfig = {
      type: "workload-identity",
      clientId: CLIENT_ID,
      tokenFilePath,
      authorityHost: host(),
    };

    const error = await failureOf(read(config(graph, credential)));

    expect(error.code).toBe("SIGN_IN_FAILED");
    expect(error.fix).toContain("source.credential.tokenFilePath");
  });

  it("is a matter of the network when the sign-in server's certificate is not trusted", async () => {
    await using graph = await scriptedGraph(() => ({}));

    const error = await failureOf(read(entraConfig(graph.url, { credential: secret() })));

    expect(error).toMatchObject({ code: "INCOMPLETE_READ", cause: { code: "NETWORK" } });
    expect(error.message).toContain(host());
  });

  it("is given up when it takes too long", async () => {
    const black = createServer(() => undefined);
    await new Promise<void>((resolve) => black.listen(0, "127.0.0.1", resolve));
    const { port } = black.address() as AddressInfo;
    await using graph = await scriptedGraph(() => ({}));
    const credential = { ...secret(), authorityHost: `https://127.0.0.1:${port}` } as CredentialConfig;

    const error = await failureOf(
      read(entraConfig(graph.url, { credential, connection: { timeout: 200, ca: server.cert } })),
    );
    black.closeAllConnections();
    black.close();

    expect(error).toMatchObject({ code: "INCOMPLETE_READ", cause: { code: "NETWORK" } });
  });
});

describe("a managed identity", () => {
  it("is asked for its token on this machine", async () => {
    const asked: { url: string | undefined; secret: unknown }[] = [];
    const endpoint = createServer((request, response) => {
      asked.push({ url: request.url, secret: request.headers["x-identity-header"] });
      response.setHeader("content-type", "application/json");
      const expires = Math.floor(Date.now() / 1000) + 3600;
      response.end(
        JSON.stringify({ access_token: "from-the-machine", expires_on: expires, token_type: "Bearer" }),
      );
    });
    await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("IDENTITY_ENDPOINT", `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/msi/token`);
    vi.stubEnv("IDENTITY_HEADER", "header-secret");
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada")])] }));

    const snapshot = await read(config(graph, { type: "managed-identity" }), {
      clock: { ...testClock(), now: () => Date.now() },
    });
    endpoint.closeAllConnections();
    endpoint.close();

    expect(names(snapshot)).toEqual(["ada"]);
    expect(graph.requests[0]?.headers.authorization).toBe("Bearer from-the-machine");
    expect(asked[0]).toMatchObject({ secret: "header-secret" });
  });
});
