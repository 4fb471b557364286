import { UsersyncError } from "../../errors.ts";

export const SIGN_IN_FIX =
  "Set `application` and `password` to the name and the password of the application in Crowd (Applications > the application > Details), not to those of a person.";

export const PERMISSION_FIX =
  "In Crowd open Applications > the application. Remote addresses: add the address of this machine. Permissions: allow to create and modify users and groups in its directory.";

export function unreadable(what: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `Crowd answered with something that is not ${what}.`,
    why: "The answer is JSON, but does not look like Crowd's.",
    fix: "Check `url` of this target: it is the address of Crowd with its context path, such as https://crowd.example.com/crowd.",
  });
}

export function pageRepeats(count: number): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `Crowd answers with the same page again after ${count} entries.`,
    why: "So it cannot be known whether there are more, and nothing is written.",
    fix: "Look whether a proxy in front of Crowd caches answers or drops the parameter start-index.",
  });
}

export function listBroken(count: number, cause: unknown, what: "users" | "groups" = "users"): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The list of ${what} broke off after ${count} ${what}. ${sentenceOf(cause)}`.trim(),
    why: "A part of a list must not pass for all of it, so nothing is written.",
    fix: "Run again. If it happens each time, look into the log of Crowd, and raise `timeoutSeconds` of this target.",
    cause,
  });
}

export function dumpBroken(cause: unknown): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: "Crowd's dump of all memberships is damaged or does not end.",
    why: "Members that are missing from it would be taken for people who left, so nothing is written.",
    fix: "Run again. If it happens each time, raise `timeoutSeconds` and `maxResponseMegabytes` of this target.",
    cause,
  });
}

export function accountGone(name: string): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `The user ${name} is not in Crowd any more.`,
    why: "It was deleted or renamed after the directory was read.",
    fix: "Run again: the next run reads the directory anew.",
  });
}

export function accountTaken(name: string): UsersyncError {
  return new UsersyncError("CONFLICT", {
    what: `The username ${name} belongs to another account in Crowd.`,
    why: "It is linked to nobody or to another person, or it differs from what was to be written.",
    fix: "Rename one of the two in Crowd, or give this person another username with `mapping.username`.",
  });
}

export function groupGone(name: string): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `The group ${name} is not in Crowd any more.`,
    why: "It was deleted after the directory was read.",
    fix: "Run again: the next run creates it, if `operations.createGroups` is on.",
  });
}

export function nestingRefused(group: string, child: string, cause: unknown): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Crowd does not put the group ${child} into the group ${group}.`,
    why: `Either its directory does not nest groups, or ${child} holds ${group} already, by way of groups that usersync does not look at.`,
    fix: "In Crowd open Directories > the directory and turn on nested groups; look under Groups > the group for what it holds. Or set `mapping.nesting` of this target to flatten.",
    cause,
  });
}

function sentenceOf(cause: unknown): string {
  return cause instanceof UsersyncError ? `${cause.message} ${cause.why}` : "";
}
