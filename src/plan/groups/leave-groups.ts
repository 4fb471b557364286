import type { OperationsConfig } from "../../config/config.ts";
import type { Note } from "../../model/desired.ts";
import type { DirectoryGroup } from "../../model/directory-snapshot.ts";
import type { FittingRule } from "../../model/group-rule.ts";
import { foldName } from "../../model/names.ts";
import type { ReleaseGroup, RemoveGroup } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import type { KeptGroup } from "../../model/recorded.ts";
import { matcherOf } from "../../model/wildcard.ts";
import type { LeftGroup } from "./follow-groups.ts";
import type { GroupPeople } from "./group-people.ts";
import { removalsFrom } from "./member-operations.ts";

export interface LeaveOptions {
  /** The name that the ids of the operations begin with. */
  readonly target: string;
  readonly people: GroupPeople;
  readonly ruleOf: (name: string) => FittingRule;
  readonly protectedGroups: readonly string[];
  readonly operations: OperationsConfig;
  /** Groups that are kept in step: those among them that are nested in one that is emptied come out of it. */
  readonly kept?: readonly KeptGroup[] | undefined;
  /** The groups of the directory. */
  readonly groups: readonly DirectoryGroup[];
}

export interface Leaving {
  readonly operations: readonly PlannedOperation[];
  /** A group is let go only once everybody is out who is to be removed. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly Note[];
}

/**
 * Lets groups go that the source does not name any more. They stay as they are, unless the config says to
 * empty them first of the people whom usersync manages, and of the groups that it keeps.
 */
export function leaveGroups(left: readonly LeftGroup[], options: LeaveOptions): Leaving {
  const isProtected = matcherOf(options.protectedGroups);
  const operations: PlannedOperation[] = [];
  const needs = new Map<string, readonly string[]>();
  const notes: Note[] = [];
  for (const group of left) {
    const { name } = group.found;
    const release = { ...releaseOf(group, options.target), status: "planned" } as const;
    const isToBeEmptied = options.ruleOf(name).onLeave === "empty" && !isProtected(name);
    const removals = isToBeEmptied ? removalsOf(group, options) : [];
    if (removals.length > 0 && !options.operations.removeMembers) {
      notes.push({ kind: "switched-off", subject: name, reason: NOT_EMPTIED });
      continue;
    }
    operations.push(...removals, release);
    needs.set(
      release.id,
      removals.map(({ id }) => id),
    );
  }
  return { operations, needs, notes };
}

const NOT_EMPTIED =
  "is no longer chosen, and is not emptied as onLeave in mapping.groups says, since operations.removeMembers is off";

/** The step that lets a group go. */
export function releaseOf(
  { kept, found, reason }: Pick<LeftGroup, "kept" | "found"> & Pick<ReleaseGroup, "reason">,
  target: string,
): ReleaseGroup {
  return {
    id: `${target}:release-group:${found.name}`,
    kind: "release-group",
    group: { name: found.name, targetId: found.id },
    sources: kept.sources,
    reason,
  };
}

function removalsOf(
  { found, reason }: LeftGroup,
  { people, target, kept = [], groups }: LeaveOptions,
): readonly PlannedOperation[] {
  const ref = { name: found.name, targetId: found.id };
  const ours = new Set(kept.map(({ name }) => foldName(name)));
  const inside = new Set((found.children ?? []).map(foldName).filter((name) => ours.has(name)));
  const nested = groups.filter(({ name }) => inside.has(foldName(name)));
  return [
    ...removalsFrom(ref, new Set(found.members), {
      wanted: new Map(),
      people,
      target,
      reasonFor: () => reason,
    }),
    ...nested.map(({ id, name }): RemoveGroup & PlannedOperation => ({
      id: `${target}:remove-group:${found.name}:${name}`,
      kind: "remove-group",
      group: ref,
      child: { name, targetId: id },
      reason,
      status: "planned",
    })),
  ];
}
