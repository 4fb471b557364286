import type { EntraConfig } from "../../../config/config.ts";
import { groupsIn } from "../../../model/condition.ts";
import { createGroupFinder, type FinderOptions, type GroupFinder, type GroupRef } from "./find-groups.ts";
import { isOfTypes, leftOutReason } from "./group-types.ts";
import {
  isPattern,
  type LookedUpGroups,
  lookUpGroups,
  mirroredGroups,
  ruleGroups,
  scopeGroups,
  toOneProblem,
} from "./look-up-groups.ts";
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
  /** Groups that rules of the scope name, by their name in the config. */
  readonly ruling: ReadonlyMap<string, readonly GroupRef[]>;
  readonly assignments: Assignments;
}

/**
 * Finds the groups that the config means.
 *
 * @throws UsersyncError `CONFIG_INVALID` for a name that no group has and a pattern that none fits, and for
 *   a name that several have where one is needed. One error names all of them.
 */
export async function chooseGroups(reading: Reading): Promise<ChosenGroups> {
  const { users, groups } = reading.config;
  const usesAssignments = users.from === "assigned" || groups.from === "assigned";
  const assignments = usesAssignments ? await readAssignments(reading) : NO_ASSIGNMENTS;
  const finder = createGroupFinder(reading, finderOptions(reading.config));
  const assigned = usesAssignments ? await findAssigned(reading, finder, assignments) : [];
  const asked = await lookUpNamed(reading.config, finder);
  const candidates = await chooseMirrored(reading, { finder, assigned, asked });
  return {
    scope: chooseScope(reading, { assigned, asked }),
    mirrored: ofWantedTypes(reading, unique(candidates)),
    ruling: asked.ruling.byEntry,
    assignments,
  };
}

/** What the names and patterns of the config stand for. */
interface Asked {
  readonly scope: LookedUpGroups;
  readonly mirrored: LookedUpGroups;
  readonly ruling: LookedUpGroups;
}

/** Looks all settings up before any is judged, so that everything wrong with them is said at once. */
async function lookUpNamed({ users, groups }: EntraConfig, finder: GroupFinder): Promise<Asked> {
  const [scope, mirrored, ruling] = await Promise.all([
    lookUpGroups(finder, scopeGroups(users.from === "groups" ? users.groups : [])),
    lookUpGroups(finder, mirroredGroups(groups.from === "names" ? groups.names : [])),
    lookUpGroups(finder, ruleGroups(groupsIn(users.where))),
  ]);
  const problem = toOneProblem([...scope.problems, ...mirrored.problems, ...ruling.problems]);
  if (problem !== undefined) throw problem;
  return { scope, mirrored, ruling };
}

/** How groups are looked for: all of them are listed where the config cannot do without. */
export function finderOptions({ groups }: Pick<EntraConfig, "groups">): FinderOptions {
  const listsAll = groups.from === "all" || (groups.from === "names" && groups.names.some(isPattern));
  return { listsAll, types: groups.types !== undefined };
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

interface Candidates {
  readonly finder: GroupFinder;
  readonly assigned: readonly GroupRef[];
  readonly asked: Asked;
}

function chooseScope(
  { config }: Reading,
  { assigned, asked }: Pick<Candidates, "assigned" | "asked">,
): readonly GroupRef[] {
  switch (config.users.from) {
    case "all":
      return [];
    case "assigned":
      return assigned;
    case "groups":
      return unique(asked.scope.named);
  }
}

async function chooseMirrored(
  { config }: Reading,
  { finder, assigned, asked }: Candidates,
): Promise<readonly MirroredGroup[]> {
  switch (config.groups.from) {
    case "none":
      return [];
    case "all":
      return (await finder.all()).map((group) => ({ ...group, isNamed: false }));
    case "assigned":
      return assigned.map((group) => ({ ...group, isNamed: false }));
    case "names":
      return [
        ...asked.mirrored.named.map((group) => ({ ...group, isNamed: true })),
        ...asked.mirrored.fitting.map((group) => ({ ...group, isNamed: false })),
      ];
  }
}

/** What the config names outright is meant, whatever it is. */
function ofWantedTypes(
  { config, note }: Reading,
  groups: readonly MirroredGroup[],
): readonly MirroredGroup[] {
  const isWanted = isOfTypes(config.groups.types);
  const leftOut = groups.filter((group) => !group.isNamed && !isWanted(group));
  if (leftOut.length > 0) note("source.groups.types", leftOutReason(leftOut));
  return groups.filter((group) => group.isNamed || isWanted(group));
}

/** The first of each id: a group that is named and also fits a pattern counts as named. */
function unique<T extends GroupRef>(groups: readonly T[]): readonly T[] {
  const seen = new Map<string, T>();
  for (const group of groups) if (!seen.has(group.id)) seen.set(group.id, group);
  return [...seen.values()];
}
