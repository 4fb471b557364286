import type { DesiredGroup } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { diffGroups, type GroupDifference, type GroupOptions } from "./diff-groups.ts";
import { diffNesting } from "./diff-nesting.ts";
import { fitNesting } from "./fit-nesting.ts";

export interface ComparedGroups extends GroupDifference {
  /** What the groups are to hold, after it was seen which of them can be nested. */
  readonly groups: readonly DesiredGroup[];
}

/**
 * What the groups need: members, and groups in groups. Which groups are left alone shows only when they are
 * compared; where one of these was to be nested, its members are compared once more, in the outer group.
 */
export function compareGroups(
  wanted: readonly DesiredGroup[],
  current: DirectorySnapshot,
  options: GroupOptions,
): ComparedGroups {
  const { target, operations } = options;
  const first = diffGroups(wanted, current, options);
  const { leftAlone } = first;
  const { groups, notes } = fitNesting(wanted, current, { leftAlone, operations });
  const members = groups === wanted ? first : diffGroups(groups, current, options);
  const nesting = diffNesting(groups, current, { target, leftAlone, removes: operations.removeMembers });
  return {
    ...members,
    groups,
    operations: [...members.operations, ...nesting.operations],
    notes: [...members.notes, ...notes, ...nesting.notes],
  };
}
