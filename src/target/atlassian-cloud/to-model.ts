import { UsersyncError } from "../../errors.ts";
import type { Account, DirectoryGroup } from "../../model/directory-snapshot.ts";
import { parseSourceId, type TargetId, type Username } from "../../model/ids.ts";
import type { ScimGroup, ScimUser } from "./client.ts";

/** @throws UsersyncError `UNEXPECTED_ANSWER` for an account without an id or a username. */
export function toAccount(user: ScimUser): Account {
  const { id, userName, externalId, displayName, name, active } = user;
  if (!id || !userName) throw incomplete("an account", id ? "username" : "id");
  const link = parseSourceId(externalId);
  const email = emailOf(user);
  return {
    id: id as TargetId,
    username: userName as Username,
    ...(link === undefined ? {} : { link }),
    ...(email ? { email } : {}),
    ...(displayName ? { displayName } : {}),
    ...(name?.givenName ? { givenName: name.givenName } : {}),
    ...(name?.familyName ? { familyName: name.familyName } : {}),
    active: typeof active === "boolean" ? active : null,
  };
}

function emailOf({ emails = [] }: ScimUser): string | undefined {
  const primary = emails.find((email) => email.primary === true);
  return (primary ?? (emails.length === 1 ? emails[0] : undefined))?.value;
}

/**
 * Each member once: a server may list the same one twice.
 *
 * @throws UsersyncError `UNEXPECTED_ANSWER` for a group without an id or a name.
 */
export function toGroup({ id, displayName, members = [] }: ScimGroup): DirectoryGroup {
  if (!id || !displayName) throw incomplete("a group", id ? "name" : "id");
  const ids = members.flatMap(({ value }) => (value ? [value as TargetId] : []));
  return { id, name: displayName, members: [...new Set(ids)] };
}

function incomplete(what: "an account" | "a group", missing: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `The directory gave ${what} that has no ${missing}.`,
    why: `Such ${what} can be neither matched nor changed.`,
    fix: "Look at the directory in admin.atlassian.com. If it is in order, tell Atlassian's support.",
  });
}
