import type { Plan } from "../model/plan.ts";
import { tallyWords } from "./tally.ts";
import type { Stage } from "./words.ts";

/** The whole report in one line: what an admin looks for first and a chat message quotes. */
export function closingLine(plan: Plan, stage: Stage): string {
  const unread = plan.targets.filter(({ error }) => error !== undefined).length;
  const counts = countsSentence(plan, stage);
  const doubts = [
    unread > 0 ? `${unread === 1 ? "1 directory" : `${unread} directories`} could not be read.` : "",
    unread === 0 && !plan.complete ? "Not every read was complete; what depends on it was left alone." : "",
  ].filter(Boolean);

  if (counts !== "") return [counts, ...doubts].join(" ");
  if (doubts.length === 0) return "No changes. Everything is in step.";
  return unread === plan.targets.length ? doubts.join(" ") : ["No changes.", ...doubts].join(" ");
}

function countsSentence({ targets }: Plan, stage: Stage): string {
  const operations = targets.flatMap((target) => target.operations);
  const counts = tallyWords(operations, stage);
  if (counts === "") return "";
  if (stage === "plan") return `Plan: ${counts}.`;
  return operations.some(({ status }) => status === "done")
    ? `Done: ${counts}.`
    : `Nothing was done: ${counts}.`;
}
