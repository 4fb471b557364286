import type { Access } from "../../model/access.ts";
import type { Field } from "../../model/desired.ts";
import type {
  AdoptGroup,
  CreateGroup,
  DisableUser,
  EnableUser,
  HandOver,
  ImportUser,
  LinkUser,
  Operation,
  ReleaseGroup,
  UpdateUser,
} from "../../model/operation.ts";
import { visibleChange, visibleFieldChange, visibleText, visibleValue } from "../visible-text.ts";
import { deedOf, FIELD_WORDS, MATCH_WORDS, type Part, REASON_WORDS } from "../words.ts";
import { accessWords } from "./access-words.ts";
import { disableWords } from "./left-out-words.ts";
import { isMembership, type Membership, membershipColumns, membershipEntries } from "./membership-table.ts";
import type { Cell, Column, Entry, Table } from "./table.ts";

const WAS_SOMEBODYS: readonly Column[] = [
  { title: "User" },
  { title: "Match", role: "reason" },
  { title: "Before", role: "before" },
  { title: "After", role: "after" },
];

const OF_ENTRA: readonly Column[] = [
  { title: "Group" },
  { title: "Reason", role: "reason" },
  { title: "Groups of Entra", role: "names" },
];

const COLUMNS: Readonly<Record<Exclude<Part, "import">, readonly Column[]>> = {
  "create-group": [{ title: "Group" }],
  "adopt-group": OF_ENTRA,
  "release-group": OF_ENTRA,
  link: [{ title: "User" }, { title: "Match", role: "reason" }, { title: "Entra id" }],
  unlink: [{ title: "User" }, { title: "Reason", role: "reason" }, { title: "Entra id before" }],
  enable: [{ title: "User" }],
  update: [
    { title: "User" },
    { title: "Field", role: "words" },
    { title: "Before", role: "before" },
    { title: "After", role: "after" },
  ],
  members: membershipColumns("Members"),
  nesting: membershipColumns("Nested groups"),
  "hand-over": [
    { title: "Project or component" },
    { title: "Before", role: "before" },
    { title: "After", role: "after" },
    { title: "Reason", role: "reason" },
  ],
  disable: [{ title: "User" }, { title: "Reason", role: "reason" }],
};

/** What accounts get or lose where they have no flag: a column only there. */
const ACCESS: Column = { title: "Access" };

interface ImportColumn extends Column {
  readonly field: Field;
}

const IMPORT_COLUMNS: readonly ImportColumn[] = [
  { title: "User", field: "username" },
  { title: "Display name", field: "displayName" },
  { title: "E-mail", field: "email" },
  { title: "Given name", field: "givenName", role: "detail" },
  { title: "Family name", field: "familyName", role: "detail" },
];

type Whole = Exclude<Operation, Membership | ImportUser>;

/**
 * Operations of one part as a table, in their order. Memberships are gathered by group: an entry for
 * each group.
 */
export function operationTable(part: Part, operations: readonly Operation[]): Table {
  if (part === "import") return importTable(operations.filter((operation) => operation.kind === "import"));
  if (part === "link") return linkTable(operations.filter((operation) => operation.kind === "link"));
  const columns = COLUMNS[part];
  if (part === "members" || part === "nesting") return { columns, entries: membershipEntries(operations) };
  const hasAccess = operations.some((operation) => "access" in operation);
  return {
    columns: hasAccess ? [...columns, ACCESS] : columns,
    entries: operations.filter(isWhole).map(entryOf),
  };
}

function entryOf(operation: Whole): Entry {
  return { weight: 1, lines: cellsOf(operation).map((cells) => ({ kind: deedOf(operation), cells })) };
}

function cellsOf(operation: Whole): readonly (readonly Cell[])[] {
  switch (operation.kind) {
    case "create-group":
      return [createCells(operation)];
    case "adopt-group":
    case "release-group":
      return [keepingCells(operation)];
    case "link":
      return [unlinkCells(operation)];
    case "enable":
      return [enableCells(operation)];
    case "update":
      return updateCells(operation);
    case "hand-over":
      return [handOverCells(operation)];
    case "disable":
      return [disableCells(operation)];
  }
}

const createCells = ({ group }: CreateGroup) => [visibleText(group.name)];

const keepingCells = ({ group, reason, sources }: AdoptGroup | ReleaseGroup) => [
  visibleText(group.name),
  REASON_WORDS[reason],
  sources.map(({ name }) => visibleText(name)),
];

/** Details that nobody has make no column. */
function importTable(imports: readonly ImportUser[]): Table {
  const used = new Set(imports.flatMap(({ changes }) => changes.map(({ field }) => field)));
  const columns = IMPORT_COLUMNS.filter(({ role, field }) => role !== "detail" || used.has(field));
  const entries = imports.map(({ kind, changes }) => {
    const values = new Map(changes.map(({ field, to }) => [field, to]));
    return {
      weight: 1,
      lines: [{ kind, cells: columns.map(({ field }) => visibleValue(values.get(field) ?? "")) }],
    };
  });
  return { columns, entries };
}

/** Whom an account belonged to before is a column of its own only where it belonged to somebody. */
function linkTable(links: readonly LinkUser[]): Table {
  const isMove = links.some(({ changes }) => changes.some(({ from }) => from !== ""));
  const entries = links.map(({ kind, user, matchedBy, changes }) => ({
    weight: 1,
    lines: changes.map(({ from, to }) => {
      const people = isMove ? visibleChange(from, to) : [visibleValue(to)];
      return { kind, cells: [visibleText(user.username), MATCH_WORDS[matchedBy], ...people] };
    }),
  }));
  return { columns: isMove ? WAS_SOMEBODYS : COLUMNS.link, entries };
}

const unlinkCells = ({ user, reason, changes }: LinkUser) => [
  visibleText(user.username),
  REASON_WORDS[reason],
  ...changes.map(({ from }) => visibleValue(from)),
];

const enableCells = ({ user, access }: EnableUser) => [
  visibleText(user.username),
  ...accessCells("gets", access),
];

const accessCells = (deed: "gets" | "loses", access: Access | undefined) =>
  access === undefined ? [] : [`${deed} ${accessWords(access)}`];

function updateCells({ user, changes }: UpdateUser): readonly (readonly Cell[])[] {
  return changes.map((change) => [
    visibleText(user.username),
    FIELD_WORDS[change.field],
    ...visibleFieldChange(change),
  ]);
}

const handOverCells = ({ lead, from, to, reason }: HandOver) => [
  visibleText(lead.name),
  ...visibleChange(from, to),
  REASON_WORDS[reason],
];

const disableCells = ({ user, reason, because, access }: DisableUser) => [
  visibleText(user.username),
  disableWords({ reason, because }),
  ...accessCells("loses", access),
];

function isWhole(operation: Operation): operation is Whole {
  return !isMembership(operation) && operation.kind !== "import";
}
