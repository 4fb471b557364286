import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Somebody who may sign in. */
export interface ProductLogin {
  readonly username: string;
  readonly password: string;
  /** Personal access tokens of the same account. */
  readonly tokens?: readonly string[];
}

/** Why a request is not let in. `"nobody"`: it brings no credentials at all. */
export type Refused = "nobody" | "wrong-credentials" | "captcha" | "forged";

export interface ProductAccessOptions {
  readonly logins: readonly ProductLogin[];
  /** Failed sign-ins in a row after which the account has to solve a CAPTCHA. Default: 3. */
  readonly maxFailures?: number;
  /** What a CAPTCHA is asked for with. Default: 403. */
  readonly captchaStatus?: 401 | 403;
  /** Where the CAPTCHA can be solved, for the header that says so. Default: `/login.jsp`. */
  readonly loginPath?: string;
  /** Whether a request without credentials goes on, as nobody. Routes then look at `signedInAs`. */
  readonly anonymous?: boolean;
  /** Sends the body of a refusal, in the form of the product. Status and headers are set already. */
  readonly refuse: (reply: FastifyReply, why: Refused) => FastifyReply;
}

const signedIn = new WeakMap<FastifyRequest, ProductLogin>();

/** The username of whoever sent a request; `undefined` for nobody. */
export function signedInAs(request: FastifyRequest): string | undefined {
  return signedIn.get(request)?.username;
}

/**
 * The sign-in of Jira, Confluence and Bitbucket Data Center: with a password or a personal access token, and
 * no browser. Some wrong passwords in a row lock the account behind a CAPTCHA: then the right one fails too.
 * Wrong tokens lock nothing, since they name no account.
 */
export function guardSignIn(app: FastifyInstance, options: ProductAccessOptions): void {
  const failures = new Map<string, number>();

  // Not onRequest: whatever others put in front of the product, such as faults, comes first.
  app.addHook("preParsing", async (request, reply) => {
    const why = verdictOn(request, options, failures);
    return why === undefined ? undefined : refuse(reply, why, options);
  });
}

function verdictOn(
  request: FastifyRequest,
  options: ProductAccessOptions,
  failures: Map<string, number>,
): Refused | undefined {
  const credentials = readCredentials(request.headers.authorization);
  if (credentials === undefined) return options.anonymous === true ? forgery(request) : "nobody";
  const name = "username" in credentials ? credentials.username : undefined;
  const failed = failures.get(name ?? "") ?? 0;
  if (failed >= (options.maxFailures ?? 3)) return "captcha";
  const login = options.logins.find((one) => opens(one, credentials));
  if (name !== undefined) failures.set(name, login === undefined ? failed + 1 : 0);
  if (login === undefined) return "wrong-credentials";
  signedIn.set(request, login);
  return forgery(request);
}

type Credentials = { readonly token: string } | { readonly username: string; readonly password: string };

function readCredentials(header: string | undefined): Credentials | undefined {
  const [, scheme = "", value = ""] = /^(\w+)\s+(.+)$/.exec(header ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return { token: value };
  if (scheme.toLowerCase() !== "basic") return undefined;
  const [username = "", ...rest] = Buffer.from(value, "base64").toString("utf8").split(":");
  return { username: username.toLowerCase(), password: rest.join(":") };
}

function opens({ username, password, tokens = [] }: ProductLogin, credentials: Credentials): boolean {
  if ("token" in credentials) return tokens.includes(credentials.token);
  return username.toLowerCase() === credentials.username && password === credentials.password;
}

/** A write that a browser sent on its own. */
function forgery({ method, headers }: FastifyRequest): "forged" | undefined {
  const vouched = headers["x-atlassian-token"] === "no-check";
  const isBrowser = (headers["user-agent"] ?? "").startsWith("Mozilla/");
  return method !== "GET" && !vouched && isBrowser ? "forged" : undefined;
}

function refuse(reply: FastifyReply, why: Refused, options: ProductAccessOptions): FastifyReply {
  const { captchaStatus = 403, loginPath = "/login.jsp" } = options;
  switch (why) {
    case "forged":
      reply.code(403);
      break;
    case "captcha": {
      const page = `${reply.request.protocol}://${reply.request.host}${loginPath}`;
      reply
        .code(captchaStatus)
        .header("x-seraph-loginreason", "AUTHENTICATION_DENIED")
        .header("x-authentication-denied-reason", `CAPTCHA_CHALLENGE; login-url=${page}`);
      break;
    }
    case "wrong-credentials":
      reply.code(401).header("x-seraph-loginreason", "AUTHENTICATED_FAILED");
      break;
    case "nobody":
      reply.code(401).header("www-authenticate", 'Basic realm="protected-area"');
      break;
  }
  return options.refuse(reply, why);
}
