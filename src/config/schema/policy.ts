import * as z from "zod";
import { LIMIT_FORMS, readLimit } from "../read-limit.ts";
import { choice, fail, flag, list, text } from "./option.ts";

const operation = (meaning: string) => flag({ meaning }).prefault(true);

export const operations = {
  import: operation("Create accounts for people who have none."),
  update: operation("Change names and e-mail addresses of linked accounts."),
  enable: operation("Activate accounts of people who are enabled in the source."),
  disable: operation("Deactivate accounts of people who are disabled, deleted or out of scope."),
  createGroups: operation("Create groups that the directory does not have."),
  addMembers: operation("Add members to groups."),
  removeMembers: operation("Remove members from groups."),
};

const limit = (usual: string, meaning: string) =>
  z
    .unknown()
    .transform((value, context) => {
      const reading = readLimit(value);
      return "limit" in reading ? reading.limit : fail(context, { ...reading, right: LIMIT_FORMS });
    })
    .meta({
      description: `${meaning} A share with %, a number, both as \`10% or 25\` (whichever is less), or \`none\`; 0 means never.`,
      examples: ["10%", 25, "10% or 25", "none"],
      anyOf: [
        { type: "integer", minimum: 0 },
        {
          type: "string",
          pattern:
            "^\\s*(?:none|\\d+|\\d+(?:\\.\\d+)?\\s*%(?:\\s+or\\s+\\d+)?|\\d+\\s+or\\s+\\d+(?:\\.\\d+)?\\s*%)\\s*$",
        },
      ],
    })
    .prefault(usual);

export const limits = {
  disable: limit("10%", "Accounts that one run may disable, of the linked ones that are active today."),
  removeMembers: limit(
    "20%",
    "Members that one run may remove from one group, of its members. In a group of fewer than 5 a share does not count.",
  ),
  removeMembersTotal: limit(
    "10%",
    "Members that one run may remove from all groups together, of all their members.",
  ),
  import: limit("none", "Accounts that one run may create, of the linked ones that are active today."),
  update: limit("none", "Accounts that one run may change, of the linked ones that are active today."),
  rename: limit(
    "20%",
    "Accounts that may get a new username in one run, of the linked ones that are active today. Fewer than 5 are no reason for a share to count.",
  ),
  unmatched: choice(["refuse", "allow"], {
    meaning:
      "Whether 5 people or more are imported into a directory with 5 accounts or more, of which not one has the username or e-mail of anybody: a wrong `mapping.username` would make a second account for everybody.",
  }).prefault("refuse"),
  emptyGroup: choice(["refuse", "allow"], {
    meaning: "Whether a group of 5 or more may lose everybody in one run.",
  }).prefault("refuse"),
  shrinkSource: limit(
    "20%",
    "People that the source may have lost since the last run, of those it gave then. Beyond that nobody is disabled and no member removed.",
  ),
  shrinkScope: limit(
    "10%",
    "People who may have left the scope since the last run because the config changed, of those in scope then. Beyond that nobody is disabled and no member removed.",
  ),
  ownAccount: choice(["refuse", "allow"], {
    meaning: "Whether the account that usersync itself signs in with may be disabled or renamed.",
  }).prefault("refuse"),
  lastMember: choice(["refuse", "allow"], {
    meaning: "Whether the last active members of a group in `protect.groups` may be disabled.",
  }).prefault("refuse"),
};

const name = (right: string) => text({ meaning: "A name; `*` is a wildcard, case does not count.", right });

export const protect = {
  users: list(name("a username"), {
    meaning:
      "Usernames of the directory that are never created, linked, updated, disabled or moved; `*` is a wildcard. " +
      "A list of your own replaces the default: name `admin` again to keep it.",
    right: "a list of usernames",
    example: ["admin", "svc-*"],
  }).prefault(["admin"]),
  groups: list(name("the name of a group"), {
    meaning:
      "Groups of the directory that are never created, and whose members no group of the source and no default group changes; `*` is a wildcard. " +
      "A list of your own replaces the default: name these again to keep them.",
    right: "a list of group names",
    example: ["site-admins"],
  }).prefault([
    "site-admins",
    "crowd-administrators",
    "jira-administrators",
    "confluence-administrators",
    "stash-users",
  ]),
};
