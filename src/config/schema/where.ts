import * as z from "zod";
import { type Condition, conditionText } from "../../model/condition.ts";
import { COMPARISONS, compileComparison } from "../compile-comparison.ts";
import { choice, fail, flag, list, section, text } from "./option.ts";

const RIGHT_VALUE = "a text, a number, or true or false";

const value = (meaning: string, example: unknown) =>
  z
    .union([z.string().min(1), z.number(), z.boolean()], { error: () => RIGHT_VALUE })
    .transform(String)
    .meta({ description: meaning, examples: [example] });

const moment = (meaning: string, example: string) =>
  text({ meaning, right: "a date such as 2026-01-31, or now, now+7d, now-30d", example });

const comparison = {
  property: text({
    meaning: "A property of the person in Entra; a dot leads into a nested one.",
    right: "the name of a user property, such as department",
    pattern: /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/,
    example: "department",
  }).exactOptional(),
  equals: value("The property is this.", "Engineering").exactOptional(),
  notEquals: value("The property is not this, or has no value.", "Contractor").exactOptional(),
  in: list(value("One of them.", "IT"), {
    meaning: "The property is one of these.",
    right: "a list of values",
    example: ["R&D", "IT"],
  })
    .min(1, { error: () => "a list with at least one value" })
    .exactOptional(),
  matches: text({
    meaning: "A part of the property matches this regex, RE2 syntax; `^` and `$` are its ends.",
    right: "a regex",
    example: "^(Senior|Lead) ",
  }).exactOptional(),
  startsWith: value("The property begins with this.", "EMEA-").exactOptional(),
  endsWith: value("The property ends with this.", "@contoso.com").exactOptional(),
  present: flag({
    meaning: "`true`: the property has a value; `false`: it has none.",
    example: true,
  }).exactOptional(),
  absent: flag({
    meaning: "`true`: the property has no value; `false`: it has one.",
    example: true,
  }).exactOptional(),
  before: moment("The property is a date before this one.", "now+7d").exactOptional(),
  after: moment("The property is a date after this one.", "2024-01-01").exactOptional(),
  case: choice(["ignore", "respect"], {
    meaning: "Whether upper and lower case are the same.",
    example: "respect",
  }).exactOptional(),
};

const nested: z.ZodType<Condition> = z.lazy(() => rule);

const shape = {
  ...comparison,
  memberOf: text({
    meaning: "The person is in this group of Entra, directly or through groups inside it.",
    right: "an object id or a display name",
    example: "Atlassian Pilot",
  }).exactOptional(),
  all: list(nested, { meaning: "All of these rules hold.", right: "a list of rules" }).exactOptional(),
  any: list(nested, {
    meaning: "At least one of these rules holds.",
    right: "a list of rules",
  }).exactOptional(),
  not: nested.meta({ description: "This rule does not hold." }).exactOptional(),
};

type Rule = z.output<z.ZodObject<typeof shape>>;

const SUBJECTS = ["property", "memberOf", "all", "any", "not"] as const;
const RIGHT_SUBJECT = `one of ${SUBJECTS.join(", ")}`;

/** One rule about a person. */
const rule = section(shape, { meaning: "A rule about a person." })
  .transform((source: Rule, context): Condition => {
    // An unknown key is a problem already, and may be the misspelled one that is missing here.
    if (context.issues.length > 0) return z.NEVER;
    const subjects = SUBJECTS.filter((subject) => source[subject] !== undefined);
    const [subject] = subjects;
    if (subject === undefined)
      return fail(context, { wrong: "says nothing about a person", right: RIGHT_SUBJECT });
    if (subjects.length > 1) {
      const wrong = `has ${subjects.join(" and ")}`;
      return fail(context, { wrong, right: `${RIGHT_SUBJECT} in one rule; several rules are a list` });
    }
    const tests = COMPARISONS.filter((test) => source[test] !== undefined);
    if (subject !== "property" && (tests.length > 0 || source.case !== undefined)) {
      const wrong = `has ${[...tests, ...(source.case === undefined ? [] : ["case"])].join(" and ")} without property`;
      return fail(context, { wrong, right: `property besides it, or ${subject} alone` });
    }
    return compile(subject, source, context);
  })
  .meta({ id: "rule" });

function compile(subject: (typeof SUBJECTS)[number], source: Rule, context: z.core.ParsePayload): Condition {
  const { memberOf = "", all = [], any = [], not } = source;
  switch (subject) {
    case "memberOf":
      return { kind: "memberOf", group: memberOf, text: `member of ${memberOf}` };
    case "all":
      return combination("all", all, context);
    case "any":
      return combination("any", any, context);
    case "not":
      return not === undefined ? z.NEVER : { kind: "not", of: not, text: `not (${conditionText(not)})` };
    case "property":
      return comparisonOf(source, context);
  }
}

function combination(kind: "all" | "any", of: readonly Condition[], context: z.core.ParsePayload): Condition {
  if (of.length === 0) return fail(context, { wrong: `has nothing in ${kind}`, right: "a list of rules" });
  return {
    kind,
    of,
    text: of.map((one) => `(${conditionText(one)})`).join(kind === "all" ? " and " : " or "),
  };
}

function comparisonOf({ property = "", ...tests }: Rule, context: z.core.ParsePayload): Condition {
  const compiled = compileComparison(tests);
  if (!("trouble" in compiled)) return { kind: "property", property, ...compiled };
  const { option, wrong, right } = compiled.trouble;
  if (option === undefined) return fail(context, { wrong, right });
  context.issues.push({
    code: "custom",
    input: tests[option],
    path: [option],
    message: right,
    params: { wrong },
  });
  return z.NEVER;
}

/** The list of rules. */
export const where = list(rule, {
  meaning:
    "Rules about people; whoever one of them does not hold for is out of scope, and the plan says which.",
  right: "a list of rules",
  example: [{ property: "department", in: ["R&D", "IT"] }],
});
