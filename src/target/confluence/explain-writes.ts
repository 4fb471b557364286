import { UsersyncError } from "../../errors.ts";

/** Reads on after "cannot be imported". */
export const NO_IMPORT =
  "this version of Confluence takes new accounts only through its pages, from outside it takes them from 8.4 on; make the account under General configuration > Users, or upgrade";

/** Reads on after "cannot be updated". */
export const NO_UPDATE =
  "this version of Confluence takes new names and e-mails only through its pages, from outside it takes them from about 9.4 on; do it under General configuration > Users, or upgrade";

/** Reads on after "cannot get the username". */
export const NO_RENAME =
  "Confluence changes usernames only through its pages; do it under General configuration > Users > the user > Edit details";

export function renameImpossible(username: string, to: string): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `The account ${username} cannot be renamed to ${to} from outside.`,
    why: "Confluence changes usernames only through its pages.",
    fix: "In Confluence open General configuration > Users > the user > Edit details, and change the username there. usersync keeps the account whatever it is called.",
  });
}

export function fullNameRefused(username: string): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `The display name of ${username} is one that Confluence does not take.`,
    why: "It holds < or >, or it is the word anonymous, which Confluence keeps for itself.",
    fix: "Correct it in Entra, or take another property for it with `mapping.displayName`.",
  });
}

export function emailNeeded(username: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Confluence does not change the display name of ${username} alone. ${refusal.message}`,
    why: `${refusal.why} Most likely it wants the e-mail along with it, and that is not known: Confluence never tells it.`,
    fix: "Change the display name in Confluence under General configuration > Users. The next run sees it.",
    cause: refusal,
  });
}

/** Neither a slash nor a name of dots can stand in an address. */
export function nameNotAddressable(name: string): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `The name ${name} cannot stand in an address, so usersync cannot reach it in Confluence.`,
    why: "Confluence wants names of groups and users as a part of the address. There a name of dots leads elsewhere, and most servers refuse a slash or a backslash.",
    fix: "Give it another name with `mapping.groupName` or `mapping.username`, or leave it out of `source`.",
  });
}

/** What Confluence said, with the reason that an administrator's account is refused for. */
export function readOnlyAccount(username: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Confluence does not let anybody change the account ${username}. ${refusal.message}`,
    why: `${refusal.why} The account of usersync is an administrator, so that one most likely comes from a directory that Confluence only reads, such as LDAP, Crowd or Jira.`,
    fix: "Change it there and not here: leave it out with `protect.users`, or make that directory a target of its own.",
    cause: refusal,
  });
}

export function nothingWritable(what: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Confluence does not let anybody create ${what}. ${refusal.message}`,
    why: `${refusal.why} The account of usersync is an administrator, so either no user directory of Confluence can be written to, or users are managed elsewhere.`,
    fix: "In Confluence open General configuration > User directories: the first one that can be written to takes new users and groups. And see that external user management is off under Security configuration.",
    cause: refusal,
  });
}

export function membershipRefused(group: string, username: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Confluence does not change whether ${username} is in the group ${group}. ${refusal.message}`,
    why: `${refusal.why} The account of usersync is an administrator, so most likely one of the two comes from a directory that Confluence only reads.`,
    fix: "Look at both under General configuration > Users and Groups. Change what comes from another directory there, or leave it out with `protect`.",
    cause: refusal,
  });
}

export function readOnlyMode(refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `Confluence is in read-only mode. ${refusal.message}`,
    why: "As long as that is so, Confluence takes no changes from anybody.",
    fix: "In Confluence open General configuration > Maintenance, and switch read-only mode off. Then run again.",
    cause: refusal,
  });
}

export function callMissing(what: string, refusal: UsersyncError): UsersyncError {
  return new UsersyncError("REFUSED", {
    what: `This version of Confluence cannot be asked from outside to ${what}. ${refusal.message}`,
    why: "Who answered was not Confluence, but the server that it runs on: there is no such address in this version.",
    fix: "Upgrade Confluence, from 8.4 on accounts can be created and from about 9.4 on updated; or switch this off in `operations` of this target.",
    cause: refusal,
  });
}
