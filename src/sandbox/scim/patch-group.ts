import type { PatchOperation } from "./patch-operations.ts";
import { isObject } from "./read-fields.ts";
import type { ScimDirectory } from "./scim-directory.ts";
import { invalidPath, invalidSyntax, invalidValue, ScimError } from "./scim-error.ts";
import type { ScimGroup } from "./scim-resource.ts";

/** Most members that one PATCH may add and remove together. */
const MAX_CHANGES = 100;

interface Change {
  readonly kind: "add" | "remove";
  readonly userId: string;
}

/**
 * Changes the members of a group: all of what the PATCH says, or nothing.
 *
 * @throws ScimError 400 for an unknown member, too many changes, or any change of the name.
 */
export function patchGroup(
  { users, groups }: ScimDirectory,
  group: ScimGroup,
  operations: readonly PatchOperation[],
): void {
  const changes = operations.flatMap((operation) => changesOf(group, operation));
  if (changes.length > MAX_CHANGES) {
    throw new ScimError(400, `At most ${MAX_CHANGES} members can change at once`, "tooMany");
  }
  for (const { userId } of changes.filter(({ kind }) => kind === "add")) {
    if (users.get(userId) === undefined) throw invalidValue(`Member ${userId} does not exist`);
  }
  for (const { kind, userId } of changes) {
    if (kind === "add") groups.addMember(group, userId);
    else groups.removeMember(group, userId);
  }
}

function changesOf(group: ScimGroup, { op, path, value }: PatchOperation): readonly Change[] {
  if (path === undefined) {
    if (!isObject(value)) throw invalidSyntax("Without a path the value must be an object");
    return Object.entries(value).flatMap(([name, part]) => changesOf(group, { op, path: name, value: part }));
  }
  if (path === "displayName") return checkName(group, value);
  const [, single] = /^members\[value eq "([^"]+)"\]$/.exec(path) ?? [];
  if (single !== undefined && op === "remove") return [{ kind: "remove", userId: single }];
  if (path !== "members") throw invalidPath(`Path ${path} is not supported`);
  if (op === "add") return readMembers(value).map((userId) => ({ kind: "add", userId }));
  const gone = [...group.members].map((userId): Change => ({ kind: "remove", userId }));
  if (op === "replace")
    return [...gone, ...readMembers(value).map((userId): Change => ({ kind: "add", userId }))];
  if (value === undefined) return gone;
  throw invalidSyntax("remove takes its members from the path, not from a value");
}

/** Names of groups cannot change. Saying the same name again is no change. */
export function checkName(group: ScimGroup, value: unknown): readonly never[] {
  if (value === group.displayName) return [];
  throw new ScimError(400, "The name of a group cannot be changed", "mutability");
}

/** @throws ScimError 400 for anything but a list of objects with the id of a user. */
export function readMembers(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw invalidValue("members must be a list");
  return value.map((member: unknown) => {
    if (isObject(member) && typeof member["value"] === "string") return member["value"];
    throw invalidValue("A member must be an object with the id of a user as its value");
  });
}
