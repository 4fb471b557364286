import { type Condition, conditionText } from "../model/condition.ts";
import type { RuleStory } from "../model/person-story.ts";
import type { Memberships, Person } from "../model/source-snapshot.ts";
import { valuesOf } from "./values-of.ts";

export interface Surroundings {
  /** Members of the groups that rules name, by the name in the config. */
  readonly memberships: Memberships;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How a rule came out for one person, with what it looked at. */
export interface Appraisal {
  readonly condition: Condition;
  readonly holds: boolean;
  /** What the property holds that the rule looks at. */
  readonly values: readonly string[];
  /** Of a rule that is made of others. */
  readonly parts: readonly Appraisal[];
}

export function appraise(condition: Condition, person: Person, around: Surroundings): Appraisal {
  switch (condition.kind) {
    case "property": {
      const values = valuesOf(person, condition.property);
      return { condition, holds: condition.holds(values, around.now), values, parts: NONE };
    }
    case "memberOf": {
      const holds = around.memberships.get(condition.group)?.has(person.id) === true;
      return { condition, holds, values: NONE, parts: NONE };
    }
    case "all": {
      const parts = condition.of.map((one) => appraise(one, person, around));
      return { condition, holds: parts.every(({ holds }) => holds), values: NONE, parts };
    }
    case "any": {
      const parts = condition.of.map((one) => appraise(one, person, around));
      return { condition, holds: parts.some(({ holds }) => holds), values: NONE, parts };
    }
    case "not": {
      const part = appraise(condition.of, person, around);
      return { condition, holds: !part.holds, values: NONE, parts: [part] };
    }
  }
}

const NONE: readonly never[] = [];

/** Why a rule that does not hold does not, to be read after a name. */
export function whyNot({ condition, values, parts }: Appraisal): string {
  const failing = parts.filter(({ holds }) => !holds);
  switch (condition.kind) {
    case "property":
      return `${condition.property} ${foundWords(values)}; wanted: ${condition.text}`;
    case "memberOf":
      return `is not a member of ${condition.group}`;
    case "all":
      return failing.slice(0, 1).map(whyNot).join("");
    case "any":
      return failing.map(whyNot).join("; and ");
    case "not":
      return `is what must not be: ${conditionText(condition.of)}`;
  }
}

function foundWords(values: readonly string[]): string {
  return values.length === 0 ? "has no value" : `is ${values.map((one) => `"${one}"`).join(", ")}`;
}

/** The same as data, down to the rules that look at the person. */
export function ruleStory({ condition, holds, values, parts }: Appraisal): RuleStory {
  return {
    text: condition.text,
    holds,
    ...(condition.kind === "memberOf" && { group: condition.group }),
    ...(condition.kind === "property" && { property: condition.property, values }),
    ...(parts.length > 0 && { parts: parts.map(ruleStory) }),
  };
}
