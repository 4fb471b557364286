import { RE2JS } from "re2js";
import type { Comparison } from "../model/condition.ts";
import { foldName } from "../model/names.ts";
import { compileRegex } from "./compile-regex.ts";

/** What a rule about a property may ask; exactly one of them. */
export const COMPARISONS = [
  "equals",
  "notEquals",
  "in",
  "matches",
  "startsWith",
  "endsWith",
  "present",
  "absent",
  "before",
  "after",
] as const;

export interface ComparisonSource {
  readonly equals?: string;
  readonly notEquals?: string;
  readonly in?: readonly string[];
  readonly matches?: string;
  readonly startsWith?: string;
  readonly endsWith?: string;
  readonly present?: boolean;
  readonly absent?: boolean;
  readonly before?: string;
  readonly after?: string;
  readonly case?: "ignore" | "respect";
}

export interface ComparisonTrouble {
  /** Where it stands; absent when it is the rule as a whole. */
  readonly option?: (typeof COMPARISONS)[number];
  readonly wrong: string;
  readonly right: string;
}

type Compiled = Pick<Comparison, "text" | "holds">;

/** Compiles what a rule asks of a property. */
export function compileComparison(
  source: ComparisonSource,
): Compiled | { readonly trouble: ComparisonTrouble } {
  const tests = COMPARISONS.filter((test) => source[test] !== undefined);
  const [test] = tests;
  if (test === undefined || tests.length > 1) {
    const wrong =
      test === undefined ? "does not say what the property has to be" : `has ${tests.join(" and ")}`;
    return { trouble: { wrong, right: `exactly one of ${COMPARISONS.join(", ")}` } };
  }
  const fold = source.case === "respect" ? (text: string) => text.normalize("NFC") : foldName;
  const compiled = COMPILERS[test](source, fold);
  if ("trouble" in compiled || source.case !== "respect") return compiled;
  return { ...compiled, text: `${compiled.text}, in this case` };
}

type Fold = (text: string) => string;
type Compiler = (source: ComparisonSource, fold: Fold) => Compiled | { readonly trouble: ComparisonTrouble };

const COMPILERS: Readonly<Record<(typeof COMPARISONS)[number], Compiler>> = {
  equals: ({ equals = "" }, fold) => ({ text: `"${equals}"`, holds: someOf([equals], fold) }),
  notEquals: ({ notEquals = "" }, fold) => {
    const isIt = someOf([notEquals], fold);
    return { text: `not "${notEquals}"`, holds: (values, now) => !isIt(values, now) };
  },
  in: ({ in: list = [] }, fold) => ({
    text: `one of ${list.map((one) => `"${one}"`).join(", ")}`,
    holds: someOf(list, fold),
  }),
  startsWith: ({ startsWith = "" }, fold) => {
    const start = fold(startsWith);
    const holds = (values: readonly string[]) => values.some((value) => fold(value).startsWith(start));
    return { text: `starting with "${startsWith}"`, holds };
  },
  endsWith: ({ endsWith = "" }, fold) => {
    const end = fold(endsWith);
    const holds = (values: readonly string[]) => values.some((value) => fold(value).endsWith(end));
    return { text: `ending with "${endsWith}"`, holds };
  },
  matches: ({ matches = "", case: letters }) => compileMatch(matches, letters),
  present: ({ present = true }) => presence(present),
  absent: ({ absent = true }) => presence(!absent),
  before: ({ before = "" }) => compileMoment("before", before),
  after: ({ after = "" }) => compileMoment("after", after),
};

function someOf(list: readonly string[], fold: Fold): Comparison["holds"] {
  const wanted = new Set(list.map(fold));
  return (values) => values.some((value) => wanted.has(fold(value)));
}

function presence(wanted: boolean): Compiled {
  return { text: wanted ? "any value" : "no value", holds: (values) => values.length > 0 === wanted };
}

function compileMatch(regex: string, letters: ComparisonSource["case"]): ReturnType<Compiler> {
  const pattern = compileRegex(regex, { ignoreCase: letters !== "respect" });
  if (!(pattern instanceof RE2JS)) return { trouble: { option: "matches", ...pattern } };
  return {
    text: `matching ${regex}`,
    holds: (values) => values.some((value) => pattern.test(value)),
  };
}

const DAY = 24 * 60 * 60 * 1000;
const RELATIVE = /^now(?:([+-])(\d{1,4})d)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2}))?$/;

/** Dates without a time are midnight UTC, as Entra keeps hire dates. */
function compileMoment(test: "before" | "after", text: string): ReturnType<Compiler> {
  const at = momentOf(text);
  if (at === undefined) {
    const right = "a date such as 2026-01-31 or 2026-01-31T08:00:00Z, or now, now+7d, now-30d";
    return { trouble: { option: test, wrong: "is no date", right } };
  }
  const holds: Comparison["holds"] = (values, now) =>
    values.some((value) => {
      const moment = ISO.test(value) ? Date.parse(value) : Number.NaN;
      return test === "before" ? moment < at(now) : moment > at(now);
    });
  return { text: `${test} ${text}`, holds };
}

function momentOf(text: string): ((now: number) => number) | undefined {
  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    const [, sign, days = "0"] = relative;
    const shift = Number(days) * DAY * (sign === "-" ? -1 : 1);
    return (now) => now + shift;
  }
  const moment = ISO.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : () => moment;
}
