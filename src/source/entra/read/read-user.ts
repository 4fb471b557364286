import type { EntraConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { parseSourceId, type SourceId } from "../../../model/ids.ts";
import type { JsonObject } from "../../to-person.ts";
import { howToGrant, USER_READ } from "../permissions.ts";

/**
 * The id of a user object.
 *
 * Every user has a user principal name. One without it was blanked because a permission is missing, and
 * so were all of its other properties: taken for the truth, that would disable everybody.
 *
 * @throws UsersyncError `PERMISSION_MISSING`
 */
export function readUserId(user: JsonObject, what: string, config: EntraConfig): SourceId {
  const id = parseSourceId(user["id"]);
  const name = user["userPrincipalName"];
  if (id !== undefined && typeof name === "string" && name !== "") return id;
  throw new UsersyncError("PERMISSION_MISSING", {
    what: `Microsoft Graph gives users without their names in ${what}.`,
    why: `That is how it answers an app that may not read users. The permission ${USER_READ.name} is needed to ${USER_READ.purpose}.`,
    fix: howToGrant(USER_READ, config.credential),
  });
}
