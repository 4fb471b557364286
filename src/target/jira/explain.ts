import { UsersyncError } from "../../errors.ts";

export const PERMISSION_FIX =
  "In Jira open System > Global permissions, and give *Jira Administrators* to a group that the account of usersync is in.";

export const LISTING_GROUPS =
  "Name in `listing.groups` of this target the groups that every account is in, such as those that grant a licence.";

export function unreadable(what: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `Jira answered with something that is not ${what}.`,
    why: "The answer is JSON, but does not look like Jira's.",
    fix: "Check `url` of this target: it is the address of Jira with its context path, such as https://example.com/jira.",
  });
}

export function isCloud(): UsersyncError {
  return new UsersyncError("CONFIG_INVALID", {
    what: "`url` leads to Jira Cloud.",
    why: "Targets with `type: jira` are for Jira Data Center. In the Cloud accounts belong to the organisation, not to Jira.",
    fix: "Use `type: atlassian-cloud` for this target, or the address of a Jira Data Center.",
  });
}

export function listRepeats(count: number): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `Jira gives users again that it gave before, after ${count} of them, or does not say how its list goes on.`,
    why: "So it cannot be known whether there are more, and nothing is written.",
    fix: "Look whether a proxy in front of Jira caches answers or drops the parameter cursor.",
  });
}

export function membersMissing(group: string, came: number, total: number): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The members of the group ${group} are not complete: ${came} of ${total} came.`,
    why: "They were read twice and did not add up: the group is changing meanwhile, or Jira leaves something out.",
    fix: "Run again when nobody else is changing the group.",
  });
}

export function accountGone(username: string): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `The account ${username} is not in Jira any more.`,
    why: "It was there when Jira was read, and somebody has deleted it since.",
    fix: "Run again: who is gone is imported anew, if the source still has them.",
  });
}

export function groupGone(name: string): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `The group ${name} is not in Jira any more.`,
    why: "It was there when Jira was read, and somebody has deleted it since.",
    fix: "Run again: the group is created anew.",
  });
}

/** @param unlisted The listing was not complete, so the account may just not have been in it. */
export function accountTaken(username: string, unlisted: boolean): UsersyncError {
  return new UsersyncError("CONFLICT", {
    what: `The username ${username} belongs to another account in Jira.`,
    why: unlisted
      ? "This version of Jira does not list all accounts, and that one was not in what it listed."
      : "That account was not there when Jira was read, or it comes from another user directory.",
    fix: unlisted
      ? `${LISTING_GROUPS} Then it is found, and linked if it is this person's.`
      : "Run again: if it is this person's account, it is linked. If not, rename one of the two, or change `mapping.username`.",
  });
}

/** What Jira said, with the reason that an administrator's account is refused for. */
export function readOnlyAccount(username: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Jira does not let anybody change the account ${username}. ${refusal.message}`,
    why: `${refusal.why} The account of usersync is an administrator, so that one most likely comes from a directory that Jira only reads, such as LDAP or Crowd.`,
    fix: "Change it there and not here: leave it out with `protect.users`, or make that directory a target of its own.",
    cause: refusal,
  });
}

export function nothingWritable(what: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Jira does not let anybody create ${what}. ${refusal.message}`,
    why: `${refusal.why} The account of usersync is an administrator, so either no user directory of Jira can be written to, or users are managed elsewhere.`,
    fix: "In Jira open User management > User directories: the first one that can be written to takes new users and groups. And see that System > General configuration > External user management is off.",
    cause: refusal,
  });
}

export function membershipRefused(group: string, username: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Jira does not change whether ${username} is in the group ${group}. ${refusal.message}`,
    why: `${refusal.why} Most likely one of the two comes from a directory that Jira only reads, or ${username} is in a group that is nested in ${group}: Jira counts its members too.`,
    fix: "Look at both in User management. Change what comes from another directory there, or leave it out with `protect`.",
    cause: refusal,
  });
}

export function leadRefused(name: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Jira does not let usersync change who leads ${name}. ${refusal.message}`,
    why: `${refusal.why} The account of usersync is an administrator of Jira, but not of this project.`,
    fix: "Give the group of that account *Browse projects* and *Administer projects* in the permission scheme of the project.",
    cause: refusal,
  });
}

/** Reads on after "not possible" or "cannot be disabled". */
export function activeNotWritable(version: string): string {
  return `Jira ${version} takes that through its pages only; it can be done from outside from Jira 8.3 on. Do it by hand in User management`;
}
