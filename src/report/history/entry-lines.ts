import type { GroupSource } from "../../model/desired.ts";
import type { JournalEntry } from "../../model/history.ts";
import type { Change, LinkUser, Operation } from "../../model/operation.ts";
import { accessWords } from "../outline/access-words.ts";
import { disableWords } from "../outline/left-out-words.ts";
import type { Paint } from "../text/paint.ts";
import { proseLines } from "../text/prose-lines.ts";
import { visibleChange, visibleFieldChange, visibleText, visibleValue } from "../visible-text.ts";
import { deedOf, FIELD_WORDS, KIND_WORDS, MATCH_WORDS, REASON_WORDS } from "../words.ts";

const STATUS_WORDS: Readonly<Record<JournalEntry["status"], string>> = {
  open: "not marked",
  done: "done",
  failed: "failed",
  skipped: "skipped",
  "found-done": "found done",
  "found-not-done": "not done",
  unknown: "unknown",
};

/**
 * Entries of the journal, whole: what became of it, what, whom, before and after, and why.
 *
 * ```text
 *   7  done    ~ update bob: display name Bob → Robert (differs from Entra)
 *   8  failed  + import ada: username ada (not in the directory yet)
 *                The directory refused the name. (REFUSED)
 * ```
 */
export function entryLines(
  entries: readonly JournalEntry[],
  { paint, width }: { readonly paint: Paint; readonly width: number },
): readonly string[] {
  const places = longest(entries.map(({ seq }) => String(seq)));
  const statusWidth = longest(entries.map(({ status }) => STATUS_WORDS[status]));
  const layout = { width, indent: 2 + places + 2 + statusWidth + 2 };
  return entries.flatMap((entry) => {
    const number = String(entry.seq).padStart(places);
    const status = STATUS_WORDS[entry.status].padEnd(statusWidth);
    const [first = "", ...rest] = proseLines(`${signOf(entry)} `, deedWords(entry.operation), layout);
    return [
      `  ${paint.dim(number)}  ${statusPaint(entry, paint)(status)}  ${first.trimStart()}`,
      ...rest,
      ...troubleLines(entry, layout),
    ];
  });
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}

function signOf({ operation }: JournalEntry): string {
  return KIND_WORDS[deedOf(operation)].sign;
}

/** What an operation does, to whom, and why, in one line: `update bob: display name Bob → Robert (differs from Entra)`. */
export function deedWords(operation: Operation): string {
  const { column } = KIND_WORDS[deedOf(operation)];
  return `${column.toLowerCase()} ${subjectWords(operation)} (${reasonWords(operation)})`;
}

function reasonWords(operation: Operation): string {
  const { kind, reason } = operation;
  if (reason === "undo") return undoWords(operation);
  if (kind === "link" && reason === "differs") return MATCH_WORDS[operation.matchedBy];
  return kind === "disable" ? disableWords({ because: undefined, ...operation }) : REASON_WORDS[reason];
}

/** The id of what an undo does names the run, so that one person's lines from several undos are told apart. */
function undoWords({ id }: Operation): string {
  const run = /:undo:(\d+)\.\d+$/.exec(id)?.[1];
  return run === undefined ? REASON_WORDS.undo : `takes run ${run} back`;
}

function troubleLines(
  { error }: JournalEntry,
  layout: { readonly width: number; readonly indent: number },
): readonly string[] {
  if (error === undefined) return [];
  const sentences = [
    `${error.message} (${error.code})`,
    ...(error.fix === undefined ? [] : [`Fix: ${error.fix}`]),
  ];
  return sentences.flatMap((sentence) => proseLines("  ", visibleText(sentence), layout));
}

/** Whom it is about, and what it changes. */
function subjectWords(operation: Operation): string {
  switch (operation.kind) {
    case "create-group":
      return visibleText(operation.group.name);
    case "adopt-group":
    case "release-group":
      return `${visibleText(operation.group.name)}: ${sourceWords(operation.sources)}`;
    case "enable":
    case "disable": {
      const { user, access } = operation;
      const deed = operation.kind === "enable" ? "gets" : "loses";
      const moved = access === undefined ? "" : `: ${deed} ${accessWords(access)}`;
      return `${visibleText(user.username)}${moved}`;
    }
    case "add-group":
      return `${visibleText(operation.child.name)} to ${visibleText(operation.group.name)}`;
    case "remove-group":
      return `${visibleText(operation.child.name)} from ${visibleText(operation.group.name)}`;
    case "add-member":
      return `${visibleText(operation.user.username)} to ${visibleText(operation.group.name)}`;
    case "remove-member":
      return `${visibleText(operation.user.username)} from ${visibleText(operation.group.name)}`;
    case "import": {
      const given = operation.changes.map(({ field, to }) => `${FIELD_WORDS[field]} ${visibleValue(to)}`);
      return `${visibleText(operation.user.username)}: ${given.join(", ")}`;
    }
    case "update":
      return `${visibleText(operation.user.username)}: ${changesWords(operation.changes)}`;
    case "link":
      return `${visibleText(operation.user.username)} ${peopleWords(operation)}`;
    case "hand-over":
      return `${visibleText(operation.lead.name)}: ${visibleChange(operation.from, operation.to).join(" → ")}`;
  }
}

/** `Engineers (4f1c…), Testers (9b2d…)`: by name and id, since a name may be another one by now. */
function sourceWords(sources: readonly GroupSource[]): string {
  return sources.map(({ id, name }) => `${visibleText(name)} (${visibleText(id)})`).join(", ");
}

/** `to 4f1c…`, `to 9b2d…, before 4f1c…`, `from 4f1c…`. */
function peopleWords({ changes }: LinkUser): string {
  return changes
    .map(({ from, to }) => {
      if (to === "") return `from ${visibleText(from)}`;
      return `to ${visibleText(to)}${from === "" ? "" : `, before ${visibleText(from)}`}`;
    })
    .join(", ");
}

function changesWords(changes: readonly Change[]): string {
  return changes
    .map((change) => `${FIELD_WORDS[change.field]} ${visibleFieldChange(change).join(" → ")}`)
    .join(", ");
}

function statusPaint({ status }: JournalEntry, paint: Paint): (text: string) => string {
  switch (status) {
    case "done":
    case "found-done":
      return paint.green;
    case "failed":
    case "found-not-done":
      return paint.red;
    case "skipped":
    case "open":
    case "unknown":
      return paint.yellow;
  }
}
