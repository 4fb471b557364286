import { isObject } from "../../to-person.ts";

/** What a token says about itself. For messages only: nobody here can check that it is true. */
export interface TokenClaims {
  /** Permissions that were granted: application permissions, or the scopes of a person's own token. */
  readonly roles: ReadonlySet<string>;
  /** Whether a person signed in rather than an application. */
  readonly isDelegated: boolean;
  readonly appId?: string;
  readonly tenantId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** @returns `undefined` for a token that cannot be read, which Microsoft may issue at any time. */
export function readClaims(token: string): TokenClaims | undefined {
  const payload = parse(token.split(".")[1]);
  if (!isObject(payload)) return undefined;
  const { roles, scp, appid, azp, tid, exp } = payload;
  const appId = appid ?? azp;
  return {
    roles: new Set([...texts(roles), ...(typeof scp === "string" ? scp.split(" ") : [])]),
    isDelegated: typeof scp === "string",
    ...(typeof appId === "string" ? { appId } : {}),
    ...(typeof tid === "string" ? { tenantId: tid } : {}),
    ...(typeof exp === "number" ? { expiresAt: exp * 1000 } : {}),
  };
}

function parse(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
