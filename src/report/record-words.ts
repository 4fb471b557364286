import { isOwnWork, type Plan } from "../model/plan.ts";
import { visibleText } from "./visible-text.ts";

/** Where the history has a run, or why it does not have its end. Sentences of visible text; none of a preview. */
export function recordWords({ run, unrecorded, targets }: Plan): readonly string[] {
  const wrote = targets.some(({ operations }) => operations.some(isOwnWork));
  const undo = wrote ? `, usersync undo ${run} takes it back` : "";
  const place = run === undefined ? [] : [`Run ${run}: usersync history ${run} shows it${undo}.`];
  if (unrecorded === undefined) return place;
  const { code, message, fix } = unrecorded;
  const trouble = `The end of this run is not in the history: ${message} (${code})`;
  return [...place, trouble, ...(fix === undefined ? [] : [`Fix: ${fix}`])].map(visibleText);
}
