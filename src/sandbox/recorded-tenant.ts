import type { GraphGroup, GraphObject, Tenant } from "./graph/tenant.ts";
import { stableId } from "./stable-id.ts";

/**
 * A tenant that holds the users of a recorded answer to `GET /users`.
 *
 * The recording has the default properties only; everybody in it counts as an enabled member, as they
 * were in the tenant that it was taken from.
 *
 * @param body The parsed answer.
 * @throws Error when it is no list of users.
 */
export function recordedTenant(body: unknown, groups: readonly GraphGroup[] = []): Tenant {
  const { value } = (body ?? {}) as { readonly value?: readonly GraphObject[] };
  if (!Array.isArray(value)) throw new Error("The recorded body has no list called value.");
  return {
    id: stableId("recorded tenant"),
    displayName: "Recorded",
    users: value.map((user: GraphObject) => ({ accountEnabled: true, userType: "Member", ...user })),
    groups,
  };
}
