import type { Access } from "../model/access.ts";
import type { Field } from "../model/desired.ts";
import type {
  AddMember,
  CreateGroup,
  DisableUser,
  EnableUser,
  HandOver,
  ImportUser,
  LinkUser,
  Operation,
  RemoveMember,
  UpdateUser,
} from "../model/operation.ts";
import { accessWords } from "./access-words.ts";
import { groupBy } from "./group-by.ts";
import { disableWords } from "./left-out-words.ts";
import type { Cell, Column, Entry, Line, Table } from "./table.ts";
import { visibleChange, visibleFieldChange, visibleText, visibleValue } from "./visible-text.ts";
import {
  countWords,
  deedOf,
  FIELD_WORDS,
  KIND_WORDS,
  MATCH_WORDS,
  type Part,
  REASON_WORDS,
} from "./words.ts";

const WAS_SOMEBODYS: readonly Column[] = [
  { title: "User" },
  { title: "Match", role: "reason" },
  { title: "Before", role: "before" },
  { title: "After", role: "after" },
];

const COLUMNS: Readonly<Record<Exclude<Part, "import">, readonly Column[]>> = {
  "create-group": [{ title: "Group" }],
  link: [{ title: "User" }, { title: "Match", role: "reason" }, { title: "Entra id" }],
  unlink: [{ title: "User" }, { title: "Reason", role: "reason" }, { title: "Entra id before" }],
  enable: [{ title: "User" }],
  update: [
    { title: "User" },
    { title: "Field", role: "words" },
    { title: "Before", role: "before" },
    { title: "After", role: "after" },
  ],
  members: [
    { title: "Group" },
    { title: "Change", role: "words" },
    { title: "Reason", role: "reason" },
    { title: "Members", role: "names" },
  ],
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

type Membership = AddMember | RemoveMember;
type Whole = Exclude<Operation, Membership | ImportUser>;

/**
 * Operations of one part as a table, in their order. Memberships are gathered by group: an entry for
 * each group, a line in it for those who join and those who leave, and for each reason.
 */
export function operationTable(part: Part, operations: readonly Operation[]): Table {
  if (part === "import") return importTable(operations.filter((operation) => operation.kind === "import"));
  if (part === "link") return linkTable(operations.filter((operation) => operation.kind === "link"));
  const columns = COLUMNS[part];
  if (part === "members") return { columns, entries: groupEntries(operations.filter(isMembership)) };
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

function groupEntries(memberships: readonly Membership[]): readonly Entry[] {
  const groups = groupBy(memberships, ({ group }) => group.name);
  return [...groups].map(([name, steps]) => {
    const ways = groupBy(steps, ({ kind, reason }) => `${kind} ${reason}`);
    return { weight: steps.length, lines: [...ways.values()].flatMap((way) => memberLine(name, way)) };
  });
}

function memberLine(group: string, steps: readonly Membership[]): readonly Line[] {
  return steps.slice(0, 1).map(({ kind, reason }) => ({
    kind,
    cells: [
      visibleText(group),
      `${KIND_WORDS[kind].sign}${countWords(steps.length)}`,
      REASON_WORDS[reason],
      steps.map(({ user }) => visibleText(user.username)),
    ],
  }));
}

function isMembership(operation: Operation): operation is Membership {
  return operation.kind === "add-member" || operation.kind === "remove-member";
}

function isWhole(operation: Operation): operation is Whole {
  return !isMembership(operation) && operation.kind !== "import";
}
