import type { Access } from "../../src/model/access.ts";
import type { TargetId, Username } from "../../src/model/ids.ts";
import type {
  AddMember,
  Change,
  DisableUser,
  EnableUser,
  ExistingUser,
  ImportUser,
  RemoveMember,
  UpdateUser,
} from "../../src/model/operation.ts";
import { sourceId } from "../support/people.ts";

/** An account of the seed: its id is a number. */
export function account(username: string, id: number): ExistingUser {
  return { username: username as Username, sourceId: sourceId(username), targetId: String(id) as TargetId };
}

export function importOf(name: string, access?: Access): ImportUser {
  return {
    ...{ id: `import ${name}`, kind: "import", reason: "not-in-target" },
    user: { username: name as Username, sourceId: sourceId(name) },
    changes: [
      { field: "username", from: "", to: name },
      { field: "email", from: "", to: `${name}@example.com` },
      { field: "displayName", from: "", to: name },
    ],
    ...(access === undefined ? {} : { access }),
  };
}

export function updateOf(user: ExistingUser, changes: Partial<Record<Change["field"], string>>): UpdateUser {
  const list = Object.entries(changes).map(([field, to]) => ({
    field: field as Change["field"],
    from: "",
    to,
  }));
  return { id: "update", kind: "update", user, changes: list, reason: "differs" };
}

export function enableOf(user: ExistingUser, access?: Access): EnableUser {
  const operation = { id: "enable", kind: "enable", user, reason: "active-in-source" } as const;
  return access === undefined ? operation : { ...operation, access };
}

export function disableOf(user: ExistingUser, access?: Access): DisableUser {
  const operation = { id: "disable", kind: "disable", user, reason: "left-scope" } as const;
  return access === undefined ? operation : { ...operation, access };
}

export function addOf(user: ExistingUser, group: string): AddMember {
  const ref = { name: group, targetId: group };
  return { id: `add ${user.username}`, kind: "add-member", user, group: ref, reason: "member-in-source" };
}

export function removeOf(user: ExistingUser, group: string): RemoveMember {
  const ref = { name: group, targetId: group };
  return {
    id: `remove ${user.username}`,
    kind: "remove-member",
    user,
    group: ref,
    reason: "not-member-in-source",
  };
}
