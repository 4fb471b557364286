import type { NoteKind } from "../model/desired.ts";
import type { Change, LinkUser, Operation, OperationKind, Reason } from "../model/operation.ts";

/** Whether a report comes before anything was done, or after. */
export type Stage = "plan" | "result";

/** Operations that are shown together. Adding and removing members is one of them, by group; so is nesting. */
export type Part =
  | "create-group"
  | "adopt-group"
  | "import"
  | "link"
  | "unlink"
  | "enable"
  | "update"
  | "members"
  | "nesting"
  | "hand-over"
  | "disable"
  | "release-group";

/** In the order in which they are done. */
export const PARTS: readonly Part[] = [
  "adopt-group",
  "create-group",
  "unlink",
  "link",
  "import",
  "enable",
  "update",
  "members",
  "nesting",
  "hand-over",
  "disable",
  "release-group",
];

/** What an operation is to people: taking a link away is another thing than linking. */
export type Deed = OperationKind | "unlink";

export function deedOf(operation: Operation): Deed {
  const isAway = operation.kind === "link" && operation.changes.some(({ to }) => to === "");
  return isAway ? "unlink" : operation.kind;
}

interface PartWords {
  readonly plan: string;
  readonly result: string;
  /** The reason, where all of them have the same one. */
  readonly because?: string;
}

export const PART_WORDS: Readonly<Record<Part, PartWords>> = {
  "create-group": { plan: "Create groups", result: "Groups created", because: "not in the directory yet" },
  "adopt-group": { plan: "Take over groups", result: "Groups taken over" },
  unlink: { plan: "Take links away", result: "Links taken away", because: "the accounts are nobody's then" },
  link: { plan: "Link", result: "Linked", because: "existing accounts that belong to an Entra user" },
  import: { plan: "Import", result: "Imported", because: "in Entra, not in the directory yet" },
  enable: { plan: "Enable", result: "Enabled", because: "active in Entra" },
  update: { plan: "Update", result: "Updated", because: "differs from Entra" },
  members: { plan: "Members", result: "Members" },
  nesting: { plan: "Nested groups", result: "Nested groups" },
  "hand-over": { plan: "Hand over", result: "Handed over" },
  disable: { plan: "Disable", result: "Disabled" },
  "release-group": { plan: "Release groups", result: "Groups released" },
};

interface KindWords {
  readonly part: Part;
  readonly sign: string;
  /** What is counted; absent where the number stands alone. */
  readonly noun?: string;
  readonly plan: string;
  readonly result: string;
  /** Heading of a column of numbers. */
  readonly column: string;
}

/** In the order in which they are done. */
export const KIND_WORDS: Readonly<Record<Deed, KindWords>> = {
  "adopt-group": {
    part: "adopt-group",
    sign: "=",
    noun: "group",
    plan: "to take over",
    result: "taken over",
    column: "Take over group",
  },
  "create-group": {
    part: "create-group",
    sign: "+",
    noun: "group",
    plan: "to create",
    result: "created",
    column: "Create group",
  },
  unlink: {
    part: "unlink",
    sign: "≠",
    noun: "link",
    plan: "to take away",
    result: "taken away",
    column: "Unlink",
  },
  link: { part: "link", sign: "=", plan: "to link", result: "linked", column: "Link" },
  import: { part: "import", sign: "+", plan: "to import", result: "imported", column: "Import" },
  enable: { part: "enable", sign: "↑", plan: "to enable", result: "enabled", column: "Enable" },
  update: { part: "update", sign: "~", plan: "to update", result: "updated", column: "Update" },
  "add-member": {
    part: "members",
    sign: "+",
    noun: "member",
    plan: "to add",
    result: "added",
    column: "Add member",
  },
  "add-group": {
    part: "nesting",
    sign: "+",
    noun: "nested group",
    plan: "to add",
    result: "added",
    column: "Add nested group",
  },
  "remove-member": {
    part: "members",
    sign: "−",
    noun: "member",
    plan: "to remove",
    result: "removed",
    column: "Remove member",
  },
  "remove-group": {
    part: "nesting",
    sign: "−",
    noun: "nested group",
    plan: "to take out",
    result: "taken out",
    column: "Take out nested group",
  },
  "hand-over": {
    part: "hand-over",
    sign: "»",
    noun: "lead",
    plan: "to hand over",
    result: "handed over",
    column: "Hand over",
  },
  disable: { part: "disable", sign: "↓", plan: "to disable", result: "disabled", column: "Disable" },
  "release-group": {
    part: "release-group",
    sign: "≠",
    noun: "group",
    plan: "to release",
    result: "released",
    column: "Release group",
  },
};

/** Kinds that take an access away. */
export function isRemoval(kind: Deed): boolean {
  return kind === "disable" || kind === "remove-member" || kind === "remove-group";
}

export const KINDS = Object.keys(KIND_WORDS) as readonly Deed[];

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  "not-in-target": "not in the directory yet",
  "exists-in-target": "in the directory already",
  differs: "differs from Entra",
  "active-in-source": "active in Entra",
  "disabled-in-source": "disabled in Entra",
  "deleted-in-source": "no longer in Entra",
  "left-scope": "no longer in scope",
  "renamed-in-source": "renamed in Entra",
  "member-in-source": "member in Entra",
  "not-member-in-source": "not a member in Entra",
  "nested-in-source": "member through a nested group",
  "default-group": "default group",
  undo: "takes a run back",
  "by-hand": "asked for by hand",
};

export const FIELD_WORDS: Readonly<Record<Change["field"], string>> = {
  username: "username",
  email: "e-mail",
  displayName: "display name",
  givenName: "given name",
  familyName: "family name",
  link: "link",
};

export const MATCH_WORDS: Readonly<Record<LinkUser["matchedBy"], string>> = {
  username: "matched by username",
  email: "matched by e-mail",
  state: "remembered by the state",
  "by-hand": "asked for by hand",
};

/** What needs a decision comes first. */
export const NOTE_WORDS: Readonly<Record<NoteKind, string>> = {
  collision: "Collision",
  "ambiguous-match": "Ambiguous match",
  "invalid-username": "Username not allowed",
  "missing-attribute": "Missing attribute",
  unsupported: "Not possible in this directory",
  protected: "Protected",
  "switched-off": "Switched off",
  excluded: "Excluded",
  unmanaged: "Not managed by usersync",
};

export const NOTE_KINDS = Object.keys(NOTE_WORDS) as readonly NoteKind[];

/** A number for people: `12,345`. */
export function countWords(count: number): string {
  // The first number that the locale spells takes 30 ms, and most need no commas.
  return count < 1000 ? String(count) : count.toLocaleString("en-US");
}

/** `1 user`, `12,345 users`. */
export function pluralWords(count: number, noun: string): string {
  return `${countWords(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** How many of one kind: `3 to import`, `1 group created`. */
export function kindCountWords(kind: Deed, count: number, stage: Stage): string {
  const words = KIND_WORDS[kind];
  const amount = words.noun === undefined ? countWords(count) : pluralWords(count, words.noun);
  return `${amount} ${words[stage]}`;
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
