import type { OrphanKind } from "../../model/orphan.ts";

interface KindWords {
  readonly title: string;
  /** What it means. */
  readonly meaning: string;
  /** What an admin does about it. `target`: the name of the directory in the config, ready for a shell. */
  readonly remedy: (target: string) => string;
}

/** In the order in which they are listed. */
export const ORPHAN_WORDS: Readonly<Record<OrphanKind, KindWords>> = {
  unlinked: {
    title: "Accounts of nobody",
    meaning:
      "Linked to nobody, and nobody in scope matches them for certain: local administrators, service accounts, people who are not in Entra. usersync leaves them alone.",
    remedy: (target) =>
      `Give one to its person with usersync link <user> <account> --target ${target}. Name those that are meant to be there in protect.users: they are marked here then.`,
  },
  "left-behind": {
    title: "Accounts left behind",
    meaning:
      "Linked to somebody who is deleted in Entra or out of scope. A run disables them, and never deletes.",
    remedy: (target) =>
      `If the person belongs here, change the setting that is named. If the account is to live on without one: usersync unlink <account> --target ${target}.`,
  },
  "without-account": {
    title: "People without an account",
    meaning: "In scope, not disabled in Entra, and no account here.",
    remedy: () =>
      "Beside each stands whether the next run makes one, and otherwise what is in its way: change that first.",
  },
  "colliding-people": {
    title: "People who collide",
    meaning: "The mapping gives them one and the same name, so nothing of them is written.",
    remedy: () =>
      "Change the name of one in Entra, have the mapping tell them apart (mapping.username, mapping.email), or leave one out with source.users.exclude.",
  },
  "several-accounts": {
    title: "Several accounts for one person",
    meaning: "They record the same person, or have the name of one who has no account yet.",
    remedy: (target) =>
      `Say which one it is with usersync link <user> <account> --target ${target}, and take the link of any other away with usersync unlink <account> --target ${target}.`,
  },
  "several-people": {
    title: "Several people for one account",
    meaning: "It has the username or the e-mail of all of them, so it is given to none.",
    remedy: (target) =>
      `If they collide, settle that first; then say whose it is with usersync link <user> <account> --target ${target}.`,
  },
  "alike-accounts": {
    title: "Accounts that differ only in case",
    meaning:
      "Compared without case, and with accents written in one way, their usernames are the same. Such accounts are not matched by username.",
    remedy: (target) =>
      `Rename all but one in the directory, or say whose they are with usersync link <user> <account> --target ${target}.`,
  },
  "unmanaged-group": {
    title: "Groups that are not kept in step",
    meaning: "Nothing of the source is written to them, and nobody in them is added or removed.",
    remedy: () =>
      "To keep one in step, let source.groups take in a group of Entra that mapping.groupName gives this name.",
  },
  "disabled-but-licensed": {
    title: "Disabled, and still in groups",
    meaning:
      "The account is disabled here, or its person is disabled in Entra, and it is still in groups whose members were read. Where a group grants a licence, that may cost one.",
    remedy: () =>
      "Take them out of the group: in Entra where the group is kept in step, in the directory where it is not.",
  },
};

export const ORPHAN_KINDS = Object.keys(ORPHAN_WORDS) as readonly OrphanKind[];
