import type { EntraConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { parseSourceId } from "../../../model/ids.ts";
import { matcherOf } from "../../../model/wildcard.ts";
import { createGroupFinder, type GroupFinder, type GroupRef } from "./find-groups.ts";
import { type Assignments, NO_ASSIGNMENTS, readAssignments } from "./read-assignments.ts";
import type { Reading } from "./reading.ts";

/** A group whose members are mirrored. */
export interface MirroredGroup extends GroupRef {
  /** The config names it outright. It being gone is then a mistake, not a change. */
  readonly isNamed: boolean;
}

export interface ChosenGroups {
  /** Groups whose members are the people in scope. */
  readonly scope: readonly GroupRef[];
  readonly mirrored: readonly MirroredGroup[];
  readonly assignments: Assignments;
}

/**
 * Finds the groups that the config means.
 *
 * @throws UsersyncError `INCOMPLETE_READ` for one that does not exist, `CONFIG_INVALID` for a name that
 *   several have where one is needed.
 */
export async function chooseGroups(reading: Reading): Promise<ChosenGroups> {
  const { users, groups } = reading.config;
  const usesAssignments = users.from === "assigned" || groups.from === "assigned";
  const assignments = usesAssignments ? await readAssignments(reading) : NO_ASSIGNMENTS;
  const finder = createGroupFinder(reading, needsList(reading.config));
  const assigned = usesAssignments ? await findAssigned(reading, finder, assignments) : [];
  const [scope, mirrored] = await Promise.all([
    chooseScope(reading, finder, assigned),
    chooseMirrored(reading, finder, assigned),
  ]);
  return { scope, mirrored, assignments };
}

function needsList({ groups }: EntraConfig): boolean {
  return groups.from === "all" || (groups.from === "names" && groups.names.some(isPattern));
}

function isPattern(name: string): boolean {
  return name.includes("*");
}

async function findAssigned(
  reading: Reading,
  finder: GroupFinder,
  { groups }: Assignments,
): Promise<readonly GroupRef[]> {
  const found = await finder.byIds([...groups.keys()]);
  for (const [id, name] of groups) {
    if (!found.has(id)) reading.note(name, `is assigned to the application, but the group ${id} is gone`);
  }
  return [...found.values()];
}

async function chooseScope(
  { config }: Reading,
  finder: GroupFinder,
  assigned: readonly GroupRef[],
): Promise<readonly GroupRef[]> {
  switch (config.users.from) {
    case "all":
      return [];
    case "assigned":
      return assigned;
    case "groups": {
      const found = await findNamed(finder, config.users.groups, "source.users.groups");
      for (const [name, groups] of found) if (groups.length > 1) throw ambiguous(name, groups);
      return unique([...found.values()].flat());
    }
  }
}

async function chooseMirrored(
  reading: Reading,
  finder: GroupFinder,
  assigned: readonly GroupRef[],
): Promise<readonly MirroredGroup[]> {
  const { from, names } = reading.config.groups;
  switch (from) {
    case "none":
      return [];
    case "all":
      return (await finder.all()).map((group) => ({ ...group, isNamed: false }));
    case "assigned":
      return assigned.map((group) => ({ ...group, isNamed: false }));
    case "names": {
      const exact = names.filter((name) => !isPattern(name));
      const found = await findNamed(finder, exact, "source.groups.names");
      const named = [...found.values()].flat().map((group) => ({ ...group, isNamed: true }));
      const fitting = await findFitting(reading, finder, names.filter(isPattern));
      return unique([...named, ...fitting.map((group) => ({ ...group, isNamed: false }))]);
    }
  }
}

async function findNamed(
  finder: GroupFinder,
  wanted: readonly string[],
  setting: string,
): Promise<ReadonlyMap<string, readonly GroupRef[]>> {
  const ids = wanted.map(parseSourceId).filter((id) => id !== undefined);
  const byId = await finder.byIds(ids);
  const found = await Promise.all(
    wanted.map(async (name): Promise<[string, readonly GroupRef[]]> => {
      const id = parseSourceId(name);
      if (id === undefined) return [name, await finder.byName(name)];
      const group = byId.get(id);
      return [name, group === undefined ? [] : [group]];
    }),
  );
  const missing = found.find(([, groups]) => groups.length === 0)?.[0];
  if (missing !== undefined) throw await notFound(finder, missing, setting);
  return new Map(found);
}

async function findFitting(
  reading: Reading,
  finder: GroupFinder,
  patterns: readonly string[],
): Promise<readonly GroupRef[]> {
  if (patterns.length === 0) return [];
  const groups = await finder.all();
  const fitting = new Set<GroupRef>();
  for (const pattern of patterns) {
    const isFitting = matcherOf([pattern]);
    const own = groups.filter(({ name }) => isFitting(name));
    if (own.length === 0) reading.note(pattern, "no group in Entra has a name like this");
    for (const group of own) fitting.add(group);
  }
  return [...fitting];
}

/** The first of each id: a group that is named and also fits a pattern counts as named. */
function unique<T extends GroupRef>(groups: readonly T[]): readonly T[] {
  const seen = new Map<string, T>();
  for (const group of groups) if (!seen.has(group.id)) seen.set(group.id, group);
  return [...seen.values()];
}

async function notFound(finder: GroupFinder, name: string, setting: string): Promise<UsersyncError> {
  const isId = parseSourceId(name) !== undefined;
  const similar = isId ? [] : await finder.similarTo(name);
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The group ${name} of ${setting} does not exist in Entra.`,
    why: "It was deleted or renamed, or never was. An absent group is not taken for an empty one.",
    fix:
      similar.length === 0
        ? `Correct or remove it in ${setting}.`
        : `Correct or remove it in ${setting}. Similar groups: ${candidates(similar)}.`,
  });
}

function ambiguous(name: string, groups: readonly GroupRef[]): UsersyncError {
  return new UsersyncError("CONFIG_INVALID", {
    what: `${groups.length} groups in Entra are called ${name}.`,
    why: "Names are not unique in Entra, and guessing would let the wrong people in.",
    fix: `Put the object id of the right one into source.users.groups instead of the name: ${candidates(groups)}.`,
  });
}

function candidates(groups: readonly GroupRef[]): string {
  return groups.map(({ id, name }) => `${id} (${name})`).join(", ");
}
