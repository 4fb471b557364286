import { GraphError } from "./graph-error.ts";

export interface TokenOptions {
  /** Application permissions, such as `User.Read.All`. */
  readonly roles: readonly string[];
  /** In seconds; negative for a token that has expired already. */
  readonly expiresIn?: number;
  readonly tenantId?: string;
  readonly clientId?: string;
  /** Milliseconds since the epoch. */
  readonly now?: number;
}

/** The permissions that a sync of users and groups needs. */
export const SYNC_ROLES: readonly string[] = ["User.Read.All", "GroupMember.Read.All"];

/**
 * A token for the sandbox's Graph server. It has the form of a real one, so that what reads its claims
 * works, but no signature: nothing else than the sandbox would take it.
 */
export function sandboxToken({
  roles,
  expiresIn = 3599,
  tenantId = "5a9db0c5-0000-4000-8000-000000000001",
  clientId = "5a9db0c5-0000-4000-8000-000000000002",
  now = Date.now(),
}: TokenOptions): string {
  const seconds = Math.floor(now / 1000);
  const claims = {
    aud: "https://graph.microsoft.com",
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: seconds,
    nbf: seconds,
    exp: seconds + expiresIn,
    app_displayname: "usersync",
    appid: clientId,
    idtyp: "app",
    roles,
    tid: tenantId,
    ver: "1.0",
  };
  return [encode({ typ: "JWT", alg: "none" }), encode(claims), "unsigned"].join(".");
}

/**
 * Reads the permissions out of an Authorization header.
 *
 * @throws GraphError 401 `InvalidAuthenticationToken` for everything that is not a live token of ours.
 */
export function readRoles(authorization: string | undefined): ReadonlySet<string> {
  if (authorization === undefined) throw refused("Access token is empty.");
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization) ?? [];
  const claims = payload === undefined ? undefined : decode(payload);
  if (claims === undefined) throw refused("IDX14100: JWT is not well formed.");
  if (typeof claims.exp !== "number" || claims.exp * 1000 <= Date.now()) {
    throw refused("Lifetime validation failed, the token is expired.");
  }
  return new Set(Array.isArray(claims.roles) ? claims.roles.map(String) : []);
}

function refused(message: string): GraphError {
  return new GraphError(401, "InvalidAuthenticationToken", message);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(payload: string): { exp?: unknown; roles?: unknown } | undefined {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as { exp?: unknown; roles?: unknown };
  } catch {
    return undefined;
  }
}
