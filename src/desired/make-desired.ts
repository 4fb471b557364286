import type { MappingConfig } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { Departure, Desired, DesiredUser, Note } from "../model/desired.ts";
import type { SourceId } from "../model/ids.ts";
import { presentText } from "../model/names.ts";
import type { Person, SourceSnapshot } from "../model/source-snapshot.ts";
import { mapGroups } from "./map-groups.ts";
import { mapPerson } from "./map-person.ts";
import { settleNames } from "./settle-names.ts";

export interface DesiredOptions {
  readonly mapping: MappingConfig;
  readonly guests: "exclude" | "include";
  readonly capabilities: Capabilities;
}

/** What one directory should contain according to the source. Says of everybody left out why. */
export function makeDesired(snapshot: SourceSnapshot, options: DesiredOptions): Desired {
  const people = sortPeople(snapshot.people, options);
  const names = settleNames(people.mapped, options.capabilities.email);
  for (const user of names.colliding) people.untouchable.add(user.sourceId);
  for (const user of names.nameless) people.leavers.set(user.sourceId, "disabled-in-source");

  const inScope = new Set(people.mapped.map((user) => user.sourceId));
  const belongs = (id: SourceId) =>
    inScope.has(id) || people.untouchable.has(id) || people.leavers.get(id) === "disabled-in-source";
  const groups = mapGroups(snapshot.groups, options.mapping, belongs);
  return {
    users: names.settled,
    leavers: people.leavers,
    untouchable: people.untouchable,
    missing: snapshot.covers === "everyone" ? "deleted-in-source" : "left-scope",
    population: snapshot.people.length,
    groups: groups.groups,
    notes: [
      ...snapshot.notes.map((note): Note => ({ kind: "excluded", ...note })),
      ...people.notes,
      ...names.notes,
      ...groups.notes,
    ],
  };
}

interface SortedPeople {
  readonly mapped: DesiredUser[];
  readonly leavers: Map<SourceId, Departure>;
  readonly untouchable: Set<SourceId>;
  readonly notes: Note[];
}

function sortPeople(people: readonly Person[], options: DesiredOptions): SortedPeople {
  const sorted: SortedPeople = { mapped: [], leavers: new Map(), untouchable: new Set(), notes: [] };
  for (const person of people) {
    if (person.guest && options.guests === "exclude") {
      sorted.leavers.set(person.id, "left-scope");
      sorted.notes.push(guestNote(person));
    } else sortInScope(person, options, sorted);
  }
  return sorted;
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

function guestNote(person: Person): Note {
  const subject = presentText(person.properties["userPrincipalName"]) ?? person.id;
  return { kind: "excluded", subject, reason: "guest (source.users.guests)", sourceIds: [person.id] };
}

function unknownNote(user: DesiredUser): Note {
  return {
    kind: "missing-attribute",
    subject: user.username,
    reason: "Entra does not say whether this person is enabled; not imported, enabled or disabled",
    sourceIds: [user.sourceId],
  };
}
