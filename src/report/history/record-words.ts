import { isOwnWork, type Plan } from "../../model/plan.ts";
import { visibleText } from "../visible-text.ts";

/**
 * Where the history has a run, or why it does not have its end. Of a preview only what an undo does not
 * change: why the run did what it did. Sentences of visible text.
 */
export function recordWords(plan: Plan): readonly string[] {
  const { run, unrecorded, targets } = plan;
  if (isUndoToCome(plan)) return plan.comesAgain === true ? [COMES_AGAIN] : [];
  const wrote = targets.some(({ operations }) => operations.some(isOwnWork));
  const undo = wrote ? `, usersync undo ${run} takes it back` : "";
  const place = run === undefined ? [] : [`Run ${run}: usersync history ${run} shows it${undo}.`];
  if (unrecorded === undefined) return place;
  const { code, message, fix } = unrecorded;
  const trouble = `The end of this run is not in the history: ${message} (${code})`;
  return [...place, trouble, ...(fix === undefined ? [] : [`Fix: ${fix}`])].map(visibleText);
}

const COMES_AGAIN = "The next run does this again, unless its cause is changed in Entra or in the config.";

function isUndoToCome({ run, undoes, targets }: Plan): boolean {
  if (run !== undefined || undoes === undefined) return false;
  return targets.some(({ operations }) => operations.length > 0);
}
