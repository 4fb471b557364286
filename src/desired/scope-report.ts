import { conditionText } from "../model/condition.ts";
import { foldName } from "../model/names.ts";
import type { Scope } from "../model/scope.ts";
import type {
  JudgedPerson,
  ScopeCounts,
  ScopeReport,
  ScopeSetting,
  UnusedName,
} from "../model/scope-report.ts";
import type { Person, SourceSnapshot } from "../model/source-snapshot.ts";
import { fitsOf } from "../model/wildcard.ts";
import { judgeOf, namesOf } from "./judge-scope.ts";
import { headOf } from "./person-name.ts";

/**
 * Judges everybody by the scope and counts what each setting does.
 *
 * @param now Milliseconds since 1970, for rules about dates.
 */
export function scopeReport(snapshot: SourceSnapshot, scope: Scope, now: number): ScopeReport {
  const { people, memberships = new Map(), notes } = snapshot;
  const judge = judgeOf(scope, { memberships, now });
  const judged = people.map((person) => judgedPerson(person, judge(person)));
  return {
    people: inNameOrder(judged),
    counts: countsOf(judged),
    settings: settingsOf(scope, judged),
    unused: unusedNames(scope, people),
    notes,
  };
}

function judgedPerson(
  person: Person,
  { isIn, rule, reason }: ReturnType<ReturnType<typeof judgeOf>>,
): JudgedPerson {
  return {
    ...headOf(person),
    isIn,
    ...(rule !== undefined && { rule }),
    ...(reason !== undefined && { reason }),
  };
}

function inNameOrder(people: readonly JudgedPerson[]): readonly JudgedPerson[] {
  const keyed = people.map((person) => ({ key: foldName(person.name), person }));
  keyed.sort((one, other) => compare(one.key, other.key) || compare(one.person.id, other.person.id));
  return keyed.map(({ person }) => person);
}

/** By code unit, so that the order is the same everywhere. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function countsOf(people: readonly JudgedPerson[]): ScopeCounts {
  const inScope = people.filter(({ isIn }) => isIn);
  return {
    read: people.length,
    in: inScope.length,
    inButDisabled: inScope.filter(({ enabled }) => enabled === false).length,
    inButUnknown: inScope.filter(({ enabled }) => enabled === null).length,
    out: people.length - inScope.length,
  };
}

/** Each that can decide, in the order in which `judgeOf` asks them. */
function settingsOf(
  { exclude, include, guests, where }: Scope,
  people: readonly JudgedPerson[],
): readonly ScopeSetting[] {
  const decided = new Map<string, number>();
  for (const { rule } of people) if (rule !== undefined) decided.set(rule, (decided.get(rule) ?? 0) + 1);
  const setting = (name: string, decides: ScopeSetting["decides"], text: string): ScopeSetting => {
    const path = `source.users.${name}`;
    return { setting: path, decides, text, people: decided.get(path) ?? 0 };
  };
  return [
    setting("exclude", "out", exclude.join(", ")),
    setting("include", "in", include.join(", ")),
    setting("guests", "out", guests),
    ...where.map((condition, at) => setting(`where[${at}]`, "out", conditionText(condition))),
  ];
}

function unusedNames({ exclude, include }: Scope, people: readonly Person[]): readonly UnusedName[] {
  const unused = (name: string, patterns: readonly string[]): readonly UnusedName[] => {
    const left = new Set(patterns);
    const fits = fitsOf(patterns);
    for (const person of left.size === 0 ? [] : people) {
      for (const { pattern } of namesOf(person).flatMap(fits)) left.delete(pattern);
    }
    return [...left].map((pattern) => ({ setting: `source.users.${name}`, pattern }));
  };
  return [...unused("exclude", exclude), ...unused("include", include)];
}
