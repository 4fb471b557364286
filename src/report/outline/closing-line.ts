import { isOwnWork, type Plan, type PlannedOperation } from "../../model/plan.ts";
import { countWords, type Stage } from "../words.ts";
import { isUnread } from "./is-unread.ts";
import { tallyWords } from "./tally.ts";

/** The whole report in one line: what an admin looks for first and a chat message quotes. */
export function closingLine(plan: Plan, stage: Stage): string {
  const unplanned = plan.targets.filter(({ error }) => error !== undefined);
  const counts = countsSentence(plan, stage);
  const doubts = [
    unreadSentence(unplanned.filter(isUnread).length),
    disbeliefSentence(unplanned.filter((target) => !isUnread(target)).length),
    unplanned.length === 0 && !plan.complete
      ? "Not every read was complete; what depends on it was left alone."
      : "",
    plan.unrecorded === undefined ? "" : "The end of the run is not in the history.",
  ].filter(Boolean);

  if (counts !== "") return [counts, ...doubts].join(" ");
  if (doubts.length === 0) return `No changes. ${plan.undoes === undefined ? IN_STEP : NOTHING_LEFT}`;
  return unplanned.length === plan.targets.length ? doubts.join(" ") : ["No changes.", ...doubts].join(" ");
}

const IN_STEP = "Everything is in step.";
const NOTHING_LEFT = "There is nothing left to take back.";

function unreadSentence(count: number): string {
  return count === 0 ? "" : `${count === 1 ? "1 directory" : `${count} directories`} could not be read.`;
}

function disbeliefSentence(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? "1 directory was read, but the source was not believed: nothing was written to it."
    : `${count} directories were read, but the source was not believed: nothing was written to them.`;
}

function countsSentence({ targets }: Plan, stage: Stage): string {
  const operations = targets.flatMap((target) => target.operations);
  const notBegun = operations.filter(isNotBegun).length;
  const counts = tallyWords(
    operations.filter((operation) => !isNotBegun(operation)),
    stage,
  );
  if (notBegun > 0) {
    return `Stopped: ${counts === "" ? "nothing was done" : counts}; ${countWords(notBegun)} not begun.`;
  }
  if (counts === "") return "";
  if (stage === "plan") return `Plan: ${counts}.`;
  return operations.some(isOwnWork) ? `Done: ${counts}.` : `Nothing was done: ${counts}.`;
}

/** What was left when somebody asked the run to stop. */
function isNotBegun(operation: PlannedOperation): boolean {
  return operation.status === "skipped" && operation.error.code === "CANCELED";
}
