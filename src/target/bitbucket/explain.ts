import { UsersyncError } from "../../errors.ts";

export const PERMISSION_FIX =
  "In Bitbucket open Administration > Global permissions and give *Admin* to the user of `username`, or *System admin* if it is to change accounts and groups that have that. An HTTP access token as `password` is never enough: it cannot administer Bitbucket.";

export const GLOBAL_PERMISSIONS =
  "In Bitbucket open Administration > Global permissions: it lists the groups that have one.";

export function unreadable(what: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `Bitbucket answered with something that is not ${what}.`,
    why: "The answer is JSON, but does not look like Bitbucket's.",
    fix: "Check `url` of this target: it is the address of Bitbucket with its context path, such as https://example.com/bitbucket.",
  });
}

export function listRepeats(what: string, count: number): UsersyncError {
  return new UsersyncError("INCOMPLETE_READ", {
    what: `Bitbucket does not get on with its list of ${what} after ${count} of them.`,
    why: "A page comes again, so it cannot be known whether there are more, and nothing is written.",
    fix: "Look whether a proxy in front of Bitbucket caches answers or drops the parameter start.",
  });
}

export function noSuchDirectory(wanted: string, names: readonly string[]): UsersyncError {
  return new UsersyncError("CONFIG_INVALID", {
    what: `Bitbucket has no user directory "${wanted}".`,
    why: `It has ${names.map((name) => `"${name}"`).join(", ") || "none"}. With a wrong name no account would be found.`,
    fix: "Correct `directoryName` of this target.",
  });
}

/** @param isThere The group exists, and has no permission. */
export function noLicence({
  name,
  isThere,
}: {
  readonly name: string;
  readonly isThere: boolean;
}): UsersyncError {
  return new UsersyncError("CONFIG_INVALID", {
    what: isThere ? `The group "${name}" lets nobody in to Bitbucket.` : `Bitbucket has no group "${name}".`,
    why: "It is named in `licenseGroups`, the groups that are to let in whoever is imported or enabled.",
    fix: `Set \`licenseGroups\` of this target to groups that let people in. ${GLOBAL_PERMISSIONS}`,
  });
}

export function accountGone(username: string): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `The account ${username} is not in Bitbucket any more.`,
    why: "It was there when Bitbucket was read, and somebody has deleted or renamed it since.",
    fix: "Run again: who was renamed is found, and who is gone is imported anew, if the source still has them.",
  });
}

export function groupGone(name: string): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `The group ${name} is not in Bitbucket.`,
    why: "Somebody has deleted it, or its name in the config is wrong.",
    fix: "Run again: what was deleted is read anew. If it is a group of `licenseGroups`, correct that setting of this target.",
  });
}

/** @param directory Where the account in the way is, if that is not where usersync looks. */
export function accountTaken(username: string, directory?: string): UsersyncError {
  return new UsersyncError("CONFLICT", {
    what: `The username ${username} belongs to another account in Bitbucket.`,
    why:
      directory === undefined
        ? "That account was not there when Bitbucket was read."
        : `That account is in the directory "${directory}", which is not the one that \`directoryName\` names.`,
    fix:
      directory === undefined
        ? "Run again: if it is this person's account, it is linked. If not, rename one of the two, or change `mapping.username`."
        : "Rename one of the two, or change `mapping.username`. If accounts of that directory are to be kept in step, name it in `directoryName`.",
  });
}

export function madeElsewhere(username: string, directory: string): UsersyncError {
  return new UsersyncError("CONFLICT", {
    what: `Bitbucket has put the new account ${username} into the directory "${directory}".`,
    why: "New accounts go to the first directory that can be written to, and that is not the one that `directoryName` names.",
    fix: "In Bitbucket open Administration > User directories: move the right directory up, or correct `directoryName` of this target. Then delete that account.",
  });
}

export function accountNotShown(username: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `Bitbucket created the account ${username} and does not show it.`,
    why: "A search for its username finds nothing, so its id is not known.",
    fix: "Run again: if the account is there by then, it is linked by its username.",
  });
}

/** Bitbucket has one status for both. */
export function licenceRefused(what: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Bitbucket does not let anybody in by ${what}. ${refusal.message}`,
    why: `${refusal.why} Either the licence has no seat left, or ${what} stands for more than the account of usersync may do itself, or the account comes from a directory that Bitbucket only reads.`,
    fix: "In Bitbucket open Administration > Licensing and see whether seats are left. If they are, give the user of `username` the permission *System admin*, or name other groups in `licenseGroups` of this target.",
    cause: refusal,
  });
}

/** Rights that are higher than one's own, or one's own. */
export function rankRefused(username: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Bitbucket does not let usersync take rights away from ${username}. ${refusal.message}`,
    why: `${refusal.why} Most likely that account may do more than the one of usersync, is the one of usersync itself, or comes from a directory that Bitbucket only reads.`,
    fix: "Leave the account out with `protect.users`, or give the user of `username` the permission *System admin*.",
    cause: refusal,
  });
}

/** What a directory that Bitbucket only reads says to a change. */
export function readOnlyAccount(username: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Bitbucket does not change the account ${username}. ${refusal.message}`,
    why: `${refusal.why} Most likely it comes from a directory that Bitbucket only reads, such as Crowd or LDAP.`,
    fix: "Change it there: leave it out with `protect.users`, or make that directory a target of its own.",
    cause: refusal,
  });
}
