import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificate } from "./certificate.ts";

/** Entra's sign-in, on this machine over TLS, for configs that sign in as they would in earnest. */
export interface SignInServer extends AsyncDisposable {
  readonly url: string;
  /** Its certificate authority. */
  readonly caFile: string;
  /** A client's certificate and private key. */
  readonly certificateFile: string;
  /** What another identity provider has issued. */
  readonly tokenFile: string;
  /** The forms that were sent to it. */
  readonly requests: readonly URLSearchParams[];
}

/** @param token What whoever signs in with an assertion is given. */
export async function startSignInServer(token: string): Promise<SignInServer> {
  const folder = await mkdtemp(join(tmpdir(), "usersync-sign-in-"));
  const own = createCertificate();
  const client = createCertificate();
  const requests: URLSearchParams[] = [];
  const server = createServer({ cert: own.cert, key: own.key }, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const form = new URLSearchParams(body);
    if (request.method === "POST") requests.push(form);
    const answer = request.method === "POST" ? tokenAnswer(form, token) : metadata(urlOf(), request.url);
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  });
  const urlOf = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

  const fileOf = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  return {
    url: urlOf(),
    caFile: await fileOf("ca.pem", own.cert),
    certificateFile: await fileOf("client.pem", client.cert + client.key),
    tokenFile: await fileOf("token", "a.federated.token"),
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function tokenAnswer(form: URLSearchParams, token: string) {
  const isSigned = form.get("grant_type") === "client_credentials" && form.has("client_assertion");
  return isSigned
    ? { status: 200, body: { token_type: "Bearer", expires_in: 3599, access_token: token } }
    : {
        status: 401,
        body: { error: "invalid_client", error_description: "AADSTS7000215", error_codes: [7000215] },
      };
}

function metadata(url: string, path = "") {
  const [, tenant = ""] = path.split("/");
  const base = `${url}/${tenant}`;
  const body = {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
  return { status: 200, body };
}
