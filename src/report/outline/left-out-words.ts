import type { DisableUser } from "../../model/operation.ts";
import { visibleText } from "../visible-text.ts";
import { countWords, REASON_WORDS } from "../words.ts";
import { groupBy } from "./group-by.ts";

/** Somebody whom a setting of the scope leaves out. */
export interface LeftOut {
  /** `source.users.where[0]` */
  readonly setting: string;
  /** `department is "Sales"; wanted: "R&D"` */
  readonly why: string;
}

const LEFT_OUT = /^(?<why>.*) \((?<setting>source\.users\.\w+(?:\[\d+\])?)\)$/s;
const MOST_SETTINGS = 5;

/** Takes a reason apart that ends with a setting of the scope; `undefined` for any other. */
export function leftOutBy(reason: string): LeftOut | undefined {
  const { why, setting } = LEFT_OUT.exec(reason)?.groups ?? {};
  return why === undefined || setting === undefined ? undefined : { why, setting };
}

/**
 * How many are left out by each setting, most first: `290 by source.users.where[0], 8 by source.users.guests`.
 * `undefined` for less than two: then the reason itself says it.
 *
 * @param settings One for each who is left out.
 */
export function settingCounts(settings: readonly string[]): string | undefined {
  if (settings.length < 2) return undefined;
  const counts = [...groupBy(settings, (setting) => setting)].map(([setting, { length: count }]) => ({
    setting,
    count,
  }));
  counts.sort((one, other) => other.count - one.count);
  const shown = counts
    .slice(0, MOST_SETTINGS)
    .map(({ setting, count }) => `${countWords(count)} by ${setting}`);
  const rest = counts.slice(MOST_SETTINGS).reduce((sum, { count }) => sum + count, 0);
  return [...shown, ...(rest === 0 ? [] : [`${countWords(rest)} by others`])].join(", ");
}

/** What a heading says about those whom the scope leaves out. */
export function leftOutWords({ leftOut }: { readonly leftOut?: string }): string | undefined {
  return leftOut === undefined ? undefined : `out of scope: ${leftOut}`;
}

/**
 * Why an account is disabled. The setting comes first: it is what an admin can change, and what is left when
 * the rest is cut off.
 */
export function disableWords({ reason, because }: WhyDisabled): string {
  if (because === undefined) return REASON_WORDS[reason];
  const leftOut = leftOutBy(because);
  if (leftOut === undefined) return `${REASON_WORDS[reason]}: ${visibleText(because)}`;
  return `out of scope by ${visibleText(leftOut.setting)}: ${visibleText(leftOut.why)}`;
}

interface WhyDisabled {
  readonly reason: DisableUser["reason"];
  readonly because: string | undefined;
}
