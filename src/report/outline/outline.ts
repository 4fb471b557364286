import {
  type Failure,
  isOwnWork,
  type Plan,
  type PlannedOperation,
  type TargetPlan,
  type Tripped,
} from "../../model/plan.ts";
import { visibleText } from "../visible-text.ts";
import {
  capitalized,
  countWords,
  deedOf,
  KIND_WORDS,
  PART_WORDS,
  PARTS,
  type Part,
  pluralWords,
  REASON_WORDS,
  type Stage,
} from "../words.ts";
import { type Cause, causeOf, type Doing, NOT_STARTED, withheldCause, withholders } from "./cause-words.ts";
import { groupBy } from "./group-by.ts";
import { isUnread } from "./is-unread.ts";
import { leftOutBy, settingCounts } from "./left-out-words.ts";
import { type NoteGroup, noteGroups } from "./note-groups.ts";
import { operationTable } from "./operation-table.ts";
import type { Table } from "./table.ts";
import { BAD_END_WORDS, BAD_ENDS, type Tally, tallyOf } from "./tally.ts";

/** What a report for people says about one directory, in order. Every text in it is visible text. */
export interface TargetOutline {
  readonly name: string;
  readonly type: string;
  /** What was read: `812 users, 14 groups, 3,010 memberships`. Absent when nothing was. */
  readonly read?: string;
  /** That was not the whole directory, but what the operations touch. */
  readonly lookedAgain: boolean;
  /** Why there is no plan, and what that means for the directory in a few words. */
  readonly error?: Failure & { readonly title: string };
  readonly incomplete: readonly string[];
  /** What is to be done, or was done. */
  readonly work: readonly Section[];
  /** What was not done. */
  readonly problems: readonly Problem[];
  readonly notes: readonly NoteGroup[];
  readonly tally: Tally;
}

/** Operations of one part. */
export interface Section {
  readonly part: Part;
  readonly title: string;
  /** `3`, or `+3 −1` for members and nested groups. */
  readonly count: string;
  /** The reason, where all of them have the same one. */
  readonly because?: string;
  /** How many of them each setting of the scope leaves out, where there are several. */
  readonly leftOut?: string;
  readonly table: Table;
}

/** Everything that ended badly in one way, by cause. */
export interface Problem {
  readonly end: (typeof BAD_ENDS)[number];
  readonly title: string;
  readonly count: number;
  readonly causes: readonly {
    readonly cause: Cause;
    /** 0 for a guard that would withhold what another withholds already. */
    readonly count: number;
    readonly sections: readonly Section[];
  }[];
}

/** Sorts a plan into what every report for people shows. */
export function outlineOf(plan: Plan, stage: Stage): readonly TargetOutline[] {
  const doing = plan.undoes === undefined ? "run" : "undo";
  return plan.targets.map((target) => targetOutline(target, stage, doing));
}

/** After a run if any operation has an outcome that only a run gives. */
export function stageOf({ targets }: Plan): Stage {
  const statuses = new Set(targets.flatMap(({ operations }) => operations.map(({ status }) => status)));
  return statuses.has("done") || statuses.has("failed") || statuses.has("skipped") ? "result" : "plan";
}

function targetOutline(target: TargetPlan, stage: Stage, doing: Doing): TargetOutline {
  const isWork = (operation: PlannedOperation) =>
    isOwnWork(operation) || (operation.status === "planned" && stage === "plan");
  const rest = target.operations.filter((one) => one.status !== "done" && !isWork(one));
  return {
    name: visibleText(target.name),
    type: visibleText(target.type),
    ...(isUnread(target) ? {} : { read: readWords(target.read) }),
    lookedAgain: target.lookedAgain === true,
    ...(target.error === undefined
      ? {}
      : {
          error: {
            title: isUnread(target) ? "Could not be read" : "Nothing was written to it",
            ...visibleFailure(target.error),
          },
        }),
    incomplete: target.incomplete.map(visibleText),
    work: sectionsOf(target.operations.filter(isWork), stage),
    problems: problemsOf(rest, target.tripped, doing),
    notes: noteGroups(target.notes),
    tally: tallyOf(target.operations, stage),
  };
}

function readWords({ users, groups, memberships }: TargetPlan["read"]): string {
  return [
    pluralWords(users, "user"),
    pluralWords(groups, "group"),
    pluralWords(memberships, "membership"),
  ].join(", ");
}

function sectionsOf(operations: readonly PlannedOperation[], stage: Stage): readonly Section[] {
  const parts = groupBy(operations, (operation) => KIND_WORDS[deedOf(operation)].part);
  return PARTS.flatMap((part) => {
    const own = parts.get(part) ?? [];
    if (own.length === 0) return [];
    const because = becauseOf(part, own);
    const leftOut = settingCounts(own.flatMap(settingOf));
    return [
      {
        part,
        title: PART_WORDS[part][stage],
        count: sectionCount(part, own),
        ...(because === undefined ? {} : { because }),
        ...(leftOut === undefined ? {} : { leftOut }),
        table: operationTable(part, own),
      },
    ];
  });
}

/** Where a part has one reason for all; what was asked for has another than what Entra says. */
function becauseOf(part: Part, operations: readonly PlannedOperation[]): string | undefined {
  const { because } = PART_WORDS[part];
  const [reason, ...others] = new Set(operations.map((operation) => operation.reason));
  if (because === undefined || others.length > 0) return undefined;
  return reason === "undo" || reason === "by-hand" ? REASON_WORDS[reason] : because;
}

function settingOf(operation: PlannedOperation): readonly string[] {
  const because = operation.kind === "disable" ? operation.because : undefined;
  const leftOut = because === undefined ? undefined : leftOutBy(because);
  return leftOut === undefined ? [] : [visibleText(leftOut.setting)];
}

function sectionCount(part: Part, operations: readonly PlannedOperation[]): string {
  if (part !== "members" && part !== "nesting") return countWords(operations.length);
  const added = operations.filter(({ kind }) => kind === "add-member" || kind === "add-group").length;
  const removed = operations.length - added;
  const sides = [
    { count: added, sign: KIND_WORDS["add-member"].sign },
    { count: removed, sign: KIND_WORDS["remove-member"].sign },
  ];
  return sides
    .filter(({ count }) => count > 0)
    .map(({ count, sign }) => `${sign}${countWords(count)}`)
    .join(" ");
}

/** What was not done reads as a plan does: it is still to be done. */
function problemsOf(
  operations: readonly PlannedOperation[],
  tripped: readonly Tripped[],
  doing: Doing,
): readonly Problem[] {
  const ends = groupBy(operations, ({ status }) => (status === "planned" ? "notStarted" : status));
  return BAD_ENDS.flatMap((end) => {
    const own = ends.get(end) ?? [];
    if (own.length === 0) return [];
    const causes = [...groupBy(own, causeKey).values()].map((same) => ({
      cause: visibleCause(causeOf(same[0], tripped, doing) ?? NOT_STARTED),
      count: same.length,
      sections: sectionsOf(same, "plan"),
    }));
    const others = end === "withheld" ? otherGuards(own, tripped, doing) : [];
    return [
      { end, title: capitalized(BAD_END_WORDS[end]), count: own.length, causes: [...causes, ...others] },
    ];
  });
}

/** The same for all operations that have the same cause. */
function causeKey(operation: PlannedOperation): string {
  if (operation.status === "withheld") return operation.withheldBy;
  return "error" in operation ? JSON.stringify(operation.error) : "";
}

/** Guards behind the one that an operation is withheld by: whoever lets that one through meets these. */
function otherGuards(
  withheld: readonly PlannedOperation[],
  tripped: readonly Tripped[],
  doing: Doing,
): Problem["causes"] {
  const named = new Set(withholders(withheld));
  return tripped
    .filter(({ by }) => !named.has(by))
    .map((guard) => {
      const cause = withheldCause(guard.by, guard, doing);
      return { cause: visibleCause({ ...cause, what: `Also: ${cause.what}` }), count: 0, sections: [] };
    });
}

function visibleCause({ label, what, fix, details }: Cause): Cause {
  return {
    label: visibleText(label),
    what: visibleText(what),
    ...(fix === undefined ? {} : { fix: visibleText(fix) }),
    ...(details === undefined ? {} : { details: details.map(visibleText) }),
  };
}

function visibleFailure({ code, message, fix }: Failure): Failure {
  return {
    code: visibleText(code),
    message: visibleText(message),
    ...(fix === undefined ? {} : { fix: visibleText(fix) }),
  };
}
