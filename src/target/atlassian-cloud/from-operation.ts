import type { Field } from "../../model/desired.ts";
import type {
  AddMember,
  Change,
  CreateGroup,
  DisableUser,
  EnableUser,
  ImportUser,
  LinkUser,
  RemoveMember,
  UpdateUser,
} from "../../model/operation.ts";
import type { ScimPatch, ScimPatchOperation } from "./client.ts";

const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** Body of `POST Users`. */
export function toNewUser({ user, changes }: ImportUser) {
  const values = new Map(changes.map(({ field, to }) => [field, to]));
  const textOf = (field: Field) => values.get(field) || undefined;
  const name = { givenName: textOf("givenName"), familyName: textOf("familyName") };
  const email = textOf("email");
  return {
    schemas: [USER],
    userName: textOf("username") ?? user.username,
    externalId: user.sourceId,
    displayName: textOf("displayName"),
    name: name.givenName || name.familyName ? name : undefined,
    emails: email === undefined ? undefined : toEmails(email),
    active: true,
  };
}

/** Body of `POST Groups`. */
export function toNewGroup({ group }: CreateGroup) {
  return { schemas: [GROUP], displayName: group.name };
}

/** Body of `PATCH Users/{id}`: only what changes. */
export function toUserPatch(operation: UpdateUser | LinkUser | EnableUser | DisableUser): ScimPatch {
  switch (operation.kind) {
    case "update":
    case "link":
      return patch(operation.changes.map(toPatchOperation));
    case "enable":
      return patch([{ op: "replace", path: "active", value: true }]);
    case "disable":
      return patch([{ op: "replace", path: "active", value: false }]);
  }
}

/** Body of `PATCH Groups/{id}` for members that are all added, or all removed. */
export function toMembersPatch(operations: readonly (AddMember | RemoveMember)[]): ScimPatch {
  const added = operations.flatMap(({ kind, user }) =>
    kind === "add-member" ? [{ value: user.targetId }] : [],
  );
  const removed = operations.flatMap(({ kind, user }): ScimPatchOperation[] =>
    kind === "remove-member"
      ? [{ op: "remove", path: `members[value eq ${JSON.stringify(user.targetId)}]` }]
      : [],
  );
  return patch(added.length > 0 ? [{ op: "add", path: "members", value: added }, ...removed] : removed);
}

const PATHS: Readonly<Record<Change["field"], string>> = {
  username: "userName",
  email: "emails",
  displayName: "displayName",
  givenName: "name.givenName",
  familyName: "name.familyName",
  link: "externalId",
};

function toPatchOperation({ field, to }: Change): ScimPatchOperation {
  const path = PATHS[field];
  if (to === "") return { op: "remove", path };
  return { op: "replace", path, value: field === "email" ? toEmails(to) : to };
}

/** An account has one address here, the one that usersync keeps. */
function toEmails(value: string) {
  return [{ value, type: "work", primary: true }];
}

function patch(operations: readonly ScimPatchOperation[]): ScimPatch {
  return { schemas: [PATCH], Operations: operations };
}
