import { presentText } from "../model/names.ts";
import type { ScopeStep } from "../model/person-story.ts";
import type { Scope } from "../model/scope.ts";
import type { Person } from "../model/source-snapshot.ts";
import { fitsOf } from "../model/wildcard.ts";
import { type Appraisal, appraise, ruleStory, type Surroundings, whyNot } from "./appraise.ts";

/** Whether somebody is in scope, and by which setting. */
export interface Verdict {
  readonly isIn: boolean;
  /** The setting that decided: `source.users.where[1]`. Absent when nobody is kept out and this one is in. */
  readonly rule?: string;
  /** To be read after a name: `department is "Sales", not in R&D, IT`. */
  readonly reason?: string;
}

/**
 * Judges people by the scope of the config: `exclude`, then `include`, then guests, then the rules in order.
 *
 * Made once, asked for everybody.
 */
export function judgeOf(scope: Scope, surroundings: Surroundings): (person: Person) => Verdict {
  const settings = settingsOf(scope, surroundings);
  return (person) => {
    const names = namesOf(person);
    for (const { rule, ask } of settings) {
      const { outcome, reason } = ask(person, names);
      if (outcome !== "passes") return { isIn: outcome === "in", rule, reason };
    }
    return { isIn: true };
  };
}

/** Every setting with what it says about one person, those too that come after the one that decides. */
export function traceScope(person: Person, scope: Scope, surroundings: Surroundings): readonly ScopeStep[] {
  const names = namesOf(person);
  const answers = settingsOf(scope, surroundings).map(({ rule, ask }) => ({ rule, ...ask(person, names) }));
  const first = answers.find(({ outcome }) => outcome !== "passes");
  return answers.map((answer) => ({
    setting: answer.rule,
    outcome: answer.outcome,
    decides: answer === first,
    ...(answer.outcome !== "passes" && { reason: answer.reason }),
    ...(answer.appraisal !== undefined && { rule: ruleStory(answer.appraisal) }),
  }));
}

type Answer = { readonly appraisal?: Appraisal } & (
  | { readonly outcome: "in" | "out"; readonly reason: string }
  | { readonly outcome: "passes"; readonly reason?: undefined }
);

interface Setting {
  readonly rule: string;
  readonly ask: (person: Person, names: readonly string[]) => Answer;
}

/** In the order in which they are asked. The first that does not pass decides. */
function settingsOf({ exclude, include, guests, where }: Scope, around: Surroundings): readonly Setting[] {
  const excluded = firstFit(exclude);
  const included = firstFit(include);
  return [
    { rule: "source.users.exclude", ask: (_, names) => fitting(excluded(names), "out") },
    { rule: "source.users.include", ask: (_, names) => fitting(included(names), "in") },
    {
      rule: "source.users.guests",
      ask: ({ guest }) => (guest && guests === "exclude" ? { outcome: "out", reason: "guest" } : PASSES),
    },
    ...where.map((condition, at) => ({
      rule: `source.users.where[${at}]`,
      ask: (person: Person) => ruled(appraise(condition, person, around)),
    })),
  ];
}

const PASSES: Answer = { outcome: "passes" };

function fitting(pattern: string | undefined, outcome: "in" | "out"): Answer {
  return pattern === undefined ? PASSES : { outcome, reason: `fits ${pattern}` };
}

function ruled(appraisal: Appraisal): Answer {
  if (appraisal.holds) return { outcome: "passes", appraisal };
  return { outcome: "out", reason: whyNot(appraisal), appraisal };
}

/** What `include` and `exclude` know somebody by. */
export function namesOf({ id, properties }: Person): readonly string[] {
  const name = presentText(properties["userPrincipalName"]);
  return name === undefined ? [id] : [name, id];
}

/** The first pattern that one of the names fits. */
function firstFit(patterns: readonly string[]): (names: readonly string[]) => string | undefined {
  const fits = fitsOf(patterns);
  return (names) => {
    const [first, ...others] = names.flatMap(fits);
    return others.reduce((least, fit) => (least && least.at <= fit.at ? least : fit), first)?.pattern;
  };
}
