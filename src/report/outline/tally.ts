import { isOwnWork, type PlannedOperation } from "../../model/plan.ts";
import { visibleText } from "../visible-text.ts";
import { countWords, type Deed, deedOf, KINDS, kindCountWords, type Stage } from "../words.ts";
import { withholders } from "./cause-words.ts";

/** How many operations of each kind are to be done, or were done; and what was not. */
export interface Tally {
  readonly kinds: Readonly<Record<Deed, number>>;
  /** Left over in a run that was stopped. */
  readonly notStarted: number;
  /** Was so before, and nothing was sent. */
  readonly already: number;
  readonly withheld: number;
  readonly failed: number;
  readonly skipped: number;
}

export const BAD_ENDS = ["withheld", "failed", "skipped", "notStarted"] as const;

export const BAD_END_WORDS: Readonly<Record<(typeof BAD_ENDS)[number], string>> = {
  withheld: "withheld",
  failed: "failed",
  skipped: "skipped",
  notStarted: "not started",
};

/** Counts operations by what became of them. */
export function tallyOf(operations: readonly PlannedOperation[], stage: Stage): Tally {
  const kinds = {
    "create-group": 0,
    "adopt-group": 0,
    "release-group": 0,
    unlink: 0,
    link: 0,
    import: 0,
    enable: 0,
    update: 0,
    "add-member": 0,
    "add-group": 0,
    "remove-member": 0,
    "remove-group": 0,
    "hand-over": 0,
    disable: 0,
  };
  const bad = { notStarted: 0, withheld: 0, failed: 0, skipped: 0 };
  let already = 0;
  for (const operation of operations) {
    const { status } = operation;
    if (status === "done" && !isOwnWork(operation)) already += 1;
    else if (status === "done" || (status === "planned" && stage === "plan")) kinds[deedOf(operation)] += 1;
    else bad[status === "planned" ? "notStarted" : status] += 1;
  }
  return { kinds, already, ...bad };
}

/**
 * `3 to import, 1 to update, 2 withheld (2 to disable; limits.disable)`; empty when there is nothing to
 * count.
 */
export function tallyWords(operations: readonly PlannedOperation[], stage: Stage): string {
  const tally = tallyOf(operations, stage);
  return [
    ...kindWords(tally, stage),
    ...(tally.already === 0 ? [] : [`${countWords(tally.already)} already so`]),
    ...BAD_ENDS.filter((end) => tally[end] > 0).map((end) => {
      const words = `${countWords(tally[end])} ${BAD_END_WORDS[end]}`;
      return end === "withheld" ? `${words} (${withheldWords(operations)})` : words;
    }),
  ].join(", ");
}

/** What is held back is still to be done, so it reads as a plan does. */
function withheldWords(operations: readonly PlannedOperation[]): string {
  const held = operations
    .filter(({ status }) => status === "withheld")
    .map((each) => ({ ...each, status: "planned" as const }));
  const limits = withholders(operations).map(visibleText).join(", ");
  return `${kindWords(tallyOf(held, "plan"), "plan").join(", ")}; ${limits}`;
}

function kindWords({ kinds }: Tally, stage: Stage): readonly string[] {
  return KINDS.filter((kind) => kinds[kind] > 0).map((kind) => kindCountWords(kind, kinds[kind], stage));
}
