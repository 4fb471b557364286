import type { MappingConfig } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { Departure, Desired, DesiredUser, Note } from "../model/desired.ts";
import type { SourceId } from "../model/ids.ts";
import type { Scope } from "../model/scope.ts";
import type { Person, SourceSnapshot } from "../model/source-snapshot.ts";
import { judgeOf, type Verdict } from "./judge-scope.ts";
import { mapGroups } from "./map-groups.ts";
import { mapPerson } from "./map-person.ts";
import { mirrorNesting } from "./mirror-nesting.ts";
import { nameOf } from "./person-name.ts";
import { settleNames } from "./settle-names.ts";

export interface DesiredOptions {
  readonly mapping: MappingConfig;
  readonly scope: Scope;
  /** Milliseconds since 1970, for rules about dates. */
  readonly now: number;
  readonly capabilities: Capabilities;
}

/** What one directory should contain according to the source. Says of everybody left out why. */
export function makeDesired(snapshot: SourceSnapshot, options: DesiredOptions): Desired {
  const people = sortPeople(snapshot, options);
  const names = settleNames(people.mapped, options.capabilities.email);
  for (const user of names.colliding) people.untouchable.add(user.sourceId);
  for (const user of names.nameless) people.leavers.set(user.sourceId, "disabled-in-source");

  const inScope = new Set(people.mapped.map((user) => user.sourceId));
  const belongs = (id: SourceId) =>
    inScope.has(id) || people.untouchable.has(id) || people.leavers.get(id) === "disabled-in-source";
  const groups = mapGroups(snapshot.groups, options.mapping, belongs);
  const isMirrored = options.mapping.nesting === "mirror" && options.capabilities.nesting === "mirror";
  const nested = isMirrored
    ? mirrorNesting(groups.groups, snapshot.groups, belongs)
    : { groups: groups.groups, notes: [] };
  return {
    users: names.settled,
    leavers: people.leavers,
    causes: people.causes,
    untouchable: people.untouchable,
    colliding: names.colliding,
    missing: snapshot.covers === "everyone" ? "deleted-in-source" : "left-scope",
    population: snapshot.people.length,
    groups: nested.groups,
    ...(groups.contested.size > 0 && { contested: groups.contested }),
    notes: [
      ...snapshot.notes.map((note): Note => ({ kind: "excluded", ...note })),
      ...people.notes,
      ...names.notes,
      ...groups.notes,
      ...nested.notes,
    ],
  };
}

interface SortedPeople {
  readonly mapped: DesiredUser[];
  readonly leavers: Map<SourceId, Departure>;
  readonly causes: Map<SourceId, string>;
  readonly untouchable: Set<SourceId>;
  readonly notes: Note[];
}

function sortPeople({ people, memberships }: SourceSnapshot, options: DesiredOptions): SortedPeople {
  const { scope, now } = options;
  const judge = judgeOf(scope, { memberships: memberships ?? new Map(), now });
  const sorted: SortedPeople = {
    mapped: [],
    leavers: new Map(),
    causes: new Map(),
    untouchable: new Set(),
    notes: [],
  };
  for (const person of people) {
    const verdict = judge(person);
    if (verdict.isIn) sortInScope(person, options, sorted);
    else leaveOut(person, verdict, sorted);
  }
  return sorted;
}

function leaveOut(person: Person, { reason, rule }: Verdict, { leavers, causes, notes }: SortedPeople): void {
  const cause = `${reason} (${rule})`;
  const subject = nameOf(person);
  leavers.set(person.id, "left-scope");
  causes.set(person.id, cause);
  notes.push({ kind: "excluded", subject, reason: cause, sourceIds: [person.id] });
}

/** Somebody disabled needs no name to be disabled; anybody else without one is left exactly as they are. */
function sortInScope(person: Person, { mapping, capabilities }: DesiredOptions, sorted: SortedPeople): void {
  const result = mapPerson(person, mapping, capabilities);
  if ("user" in result) {
    sorted.mapped.push(result.user);
    if (person.enabled === null) sorted.notes.push(unknownNote(result.user));
  } else if (person.enabled === false) {
    sorted.leavers.set(person.id, "disabled-in-source");
  } else {
    sorted.untouchable.add(person.id);
    sorted.notes.push({ ...result.missing, sourceIds: [person.id] });
  }
}

function unknownNote(user: DesiredUser): Note {
  return {
    kind: "missing-attribute",
    subject: user.username,
    reason: "Entra does not say whether this person is enabled; not imported, enabled or disabled",
    sourceIds: [user.sourceId],
  };
}
