import { UsersyncError } from "../../errors.ts";

export const PERMISSION_FIX =
  "In Confluence open General configuration > Global permissions, and give *Confluence administrator* (or *System administrator*) to a group that the account of usersync is in.";

export const LISTING_GROUPS =
  "Name in `listing.groups` of this target the groups that every account is in, such as those that may use Confluence.";

export function unreadable(what: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `Confluence answered with something that is not ${what}.`,
    why: "The answer is JSON, but does not look like Confluence's.",
    fix: "Check `url` of this target: it is the address of Confluence with its context path, such as https://example.com/confluence.",
  });
}

export function notSignedIn(): UsersyncError {
  return new UsersyncError("SIGN_IN_FAILED", {
    what: "Confluence takes usersync for an anonymous visitor.",
    why: "It answered, but did not look at the credentials. A proxy may drop them, or Confluence does not allow this way to sign in.",
    fix: "See that the proxy in front of Confluence passes the header Authorization on, and that Confluence allows this kind of sign-in: personal access tokens, or basic authentication under General configuration > Security configuration.",
  });
}

export function listRepeats(what: string, count: number): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The list of ${what} does not get on: after ${count} entries Confluence gives some again that it gave before.`,
    why: "So it cannot be known whether there are more, and nothing is written.",
    fix: "Look whether a proxy in front of Confluence caches answers or drops the parameter start.",
  });
}

export function listShort(what: string, came: number, total: number): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The list of ${what} is not complete: ${came} of ${total} came.`,
    why: "Confluence counts more than it gave: the list is changing meanwhile, or something is left out of it.",
    fix: "Run again when nobody else is changing it.",
  });
}

export function accountGone(username: string): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `The account ${username} is not in Confluence any more.`,
    why: "It was there when Confluence was read, and somebody has deleted it since.",
    fix: "Run again: who is gone is imported anew, if the source still has them.",
  });
}

export function groupGone(name: string): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `The group ${name} is not in Confluence any more.`,
    why: "It was there when Confluence was read, and somebody has deleted it since.",
    fix: "Run again: the group is created anew.",
  });
}

/** @param unlisted The listing was not complete, so the account may just not have been in it. */
export function accountTaken(username: string, unlisted: boolean): UsersyncError {
  return new UsersyncError("CONFLICT", {
    what: `The username ${username} belongs to another account in Confluence.`,
    why: unlisted
      ? "Confluence did not list all its accounts, and that one was not in what it listed."
      : "That account was not there when Confluence was read, or it comes from another user directory.",
    fix: unlisted
      ? `${LISTING_GROUPS} Then it is found, and linked if it is this person's.`
      : "Run again: if it is this person's account, it is linked. If not, rename one of the two, or change `mapping.username`.",
  });
}
