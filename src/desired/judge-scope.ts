import type { Combination, Comparison, Condition, Membership, Negation } from "../model/condition.ts";
import { presentText } from "../model/names.ts";
import type { Scope } from "../model/scope.ts";
import type { Memberships, Person } from "../model/source-snapshot.ts";
import { fitsOf } from "../model/wildcard.ts";
import { valuesOf } from "./values-of.ts";

/** Whether somebody is in scope, and by which setting. */
export interface Verdict {
  readonly isIn: boolean;
  /** The setting that decided: `source.users.where[1]`. Absent when nobody is kept out and this one is in. */
  readonly rule?: string;
  /** To be read after a name: `department is "Sales", not in R&D, IT`. */
  readonly reason?: string;
}

export interface Surroundings {
  /** Members of the groups that rules name, by the name in the config. */
  readonly memberships: Memberships;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Judges people by the scope of the config: `exclude`, then `include`, then guests, then the rules in order.
 *
 * Made once, asked for everybody.
 */
export function judgeOf(scope: Scope, surroundings: Surroundings): (person: Person) => Verdict {
  const excluded = firstFit(scope.exclude);
  const included = firstFit(scope.include);
  return (person) => {
    const names = namesOf(person);
    const out = excluded(names);
    if (out !== undefined) return { isIn: false, rule: "source.users.exclude", reason: `fits ${out}` };
    const kept = included(names);
    if (kept !== undefined) return { isIn: true, rule: "source.users.include", reason: `fits ${kept}` };
    if (person.guest && scope.guests === "exclude") {
      return { isIn: false, rule: "source.users.guests", reason: "guest" };
    }
    for (const [at, condition] of scope.where.entries()) {
      const reason = whyNot(condition, person, surroundings);
      if (reason !== undefined) return { isIn: false, rule: `source.users.where[${at}]`, reason };
    }
    return { isIn: true };
  };
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

/** Why a condition does not hold; `undefined` when it does. */
function whyNot(condition: Condition, person: Person, around: Surroundings): string | undefined {
  switch (condition.kind) {
    case "property":
      return whyNotProperty(condition, person, around);
    case "memberOf":
      return isMember(condition, person, around) ? undefined : `is not a member of ${condition.group}`;
    case "all":
      return firstOf(condition.of, person, around);
    case "any":
      return whyNotAny(condition, person, around);
    case "not":
      return whyNotNot(condition, person, around);
  }
}

function whyNotProperty(condition: Comparison, person: Person, { now }: Surroundings): string | undefined {
  const values = valuesOf(person, condition.property);
  if (condition.holds(values, now)) return undefined;
  const found = values.length === 0 ? "has no value" : `is ${values.map((one) => `"${one}"`).join(", ")}`;
  return `${condition.property} ${found}; wanted: ${condition.text}`;
}

function isMember({ group }: Membership, { id }: Person, { memberships }: Surroundings): boolean {
  return memberships.get(group)?.has(id) === true;
}

function firstOf(conditions: readonly Condition[], person: Person, around: Surroundings): string | undefined {
  for (const condition of conditions) {
    const reason = whyNot(condition, person, around);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function whyNotAny({ of }: Combination, person: Person, around: Surroundings): string | undefined {
  const reasons: string[] = [];
  for (const condition of of) {
    const reason = whyNot(condition, person, around);
    if (reason === undefined) return undefined;
    reasons.push(reason);
  }
  return reasons.join("; and ");
}

function whyNotNot({ of }: Negation, person: Person, around: Surroundings): string | undefined {
  return whyNot(of, person, around) === undefined ? `is what must not be: ${of.text}` : undefined;
}
