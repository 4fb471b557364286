import { UsersyncError } from "../../../errors.ts";
import type { GroupType } from "../../../model/group-type.ts";
import type { JsonObject } from "../../to-person.ts";
import type { GroupRef } from "./find-groups.ts";

/**
 * What a group is, by the fields that were asked for.
 *
 * @throws UsersyncError `UNEXPECTED_ANSWER` when they are not there: guessing would let the wrong groups in, or
 *   leave the right ones out.
 * @see https://learn.microsoft.com/graph/api/resources/groups-overview
 */
export function typesOf(group: JsonObject, what: string): readonly GroupType[] {
  const { groupTypes, mailEnabled, securityEnabled, visibility } = group;
  if (
    !Array.isArray(groupTypes) ||
    typeof mailEnabled !== "boolean" ||
    typeof securityEnabled !== "boolean"
  ) {
    throw untold(String(group["displayName"]), what);
  }
  const main = groupTypes.includes("Unified") ? "microsoft365" : mainType(mailEnabled, securityEnabled);
  const isDynamic = groupTypes.includes("DynamicMembership");
  const isHidden = visibility === "HiddenMembership";
  return [main, ...(isDynamic ? (["dynamic"] as const) : []), ...(isHidden ? (["hidden"] as const) : [])];
}

function mainType(mailEnabled: boolean, securityEnabled: boolean): GroupType {
  if (!mailEnabled) return "security";
  return securityEnabled ? "mail-enabled" : "distribution";
}

/** Whether everything that a group is, is wanted. Without a list of types every group is. */
export function isOfTypes(wanted: readonly GroupType[] | undefined): (group: GroupRef) => boolean {
  if (wanted === undefined) return () => true;
  return ({ types = [] }) => types.every((type) => wanted.includes(type));
}

/** How many groups of which types are left out: `3 groups are of other types and are left out: 2 microsoft365, 1 security + dynamic`. */
export function leftOutReason(groups: readonly GroupRef[]): string {
  const counts = new Map<string, number>();
  for (const { types = [] } of groups) {
    const key = types.join(" + ");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const listed = [...counts].sort(byCount).map(([types, count]) => `${count} ${types}`);
  const who =
    groups.length === 1
      ? "1 group is of another type and is"
      : `${groups.length} groups are of other types and are`;
  return `${who} left out: ${listed.join(", ")}`;
}

function byCount([one, many]: [string, number], [other, few]: [string, number]): number {
  return few - many || (one < other ? -1 : 1);
}

function untold(name: string, what: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `In ${what} is a group of which Microsoft Graph does not say what it is: ${name}.`,
    why: "source.groups.types is set, and without groupTypes, mailEnabled and securityEnabled nobody can tell whether it counts.",
    fix: "Check that the app may read groups (`usersync check`), and source.graphUrl; or remove source.groups.types.",
  });
}
