import type { EntraConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { parseSourceId } from "../../../model/ids.ts";
import { readClaims } from "./token-claims.ts";

/**
 * Lets a token pass unless it says that it is for another tenant than the config. The people of another
 * tenant would be taken for everybody, and all others be disabled.
 *
 * A tenant that the config gives by its domain, and a token that cannot be read, cannot be compared.
 *
 * @throws UsersyncError `SIGN_IN_FAILED`
 */
export function proveTenant(token: string, { tenantId, credential }: EntraConfig): string {
  const wanted = parseSourceId(tenantId);
  const actual = parseSourceId(readClaims(token)?.tenantId);
  if (wanted === undefined || actual === undefined || wanted === actual) return token;
  throw new UsersyncError("SIGN_IN_FAILED", {
    what: `The token is for the tenant ${actual}, but source.tenantId is ${wanted}.`,
    why: "Whoever is not in that other tenant would count as gone, so nothing is read and nothing is written.",
    fix:
      credential.type === "access-token"
        ? "Put a token of the right tenant into source.credential.token, or correct source.tenantId."
        : `Sign in to the tenant ${wanted}, or correct source.tenantId.`,
  });
}
