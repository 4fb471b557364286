import { countWords } from "../words.ts";
import { clipToWidth, displayWidth, wrapToWidth } from "./display-width.ts";

const LONGEST_NAME = 400;
const SEPARATOR = ", ";

/**
 * A list of names in a column: as many as fit one line, and how many more there are. A single name is
 * wrapped rather than cut; with `all` every name is there.
 */
export function namesLines(
  names: readonly string[],
  { width, all }: { readonly width: number; readonly all: boolean },
): readonly string[] {
  const whole = names.join(SEPARATOR);
  if (all || names.length === 1) return wrapToWidth(all ? whole : clipToWidth(whole, LONGEST_NAME), width);
  if (displayWidth(whole) <= width) return [whole];
  const more = (count: number) => `, … and ${countWords(count)} more`;
  const room = width - displayWidth(more(names.length));
  const shown: string[] = [];
  let used = 0;
  for (const name of names) {
    used += displayWidth(name) + SEPARATOR.length;
    if (shown.length > 0 && used - SEPARATOR.length > room) break;
    shown.push(clipToWidth(name, room));
  }
  return [shown.join(SEPARATOR) + more(names.length - shown.length)];
}
