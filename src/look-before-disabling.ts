import type { TargetConfig } from "./config/config.ts";
import type { DirectorySnapshot } from "./model/directory-snapshot.ts";
import type { TargetId } from "./model/ids.ts";
import { foldName } from "./model/names.ts";
import type { Operation } from "./model/operation.ts";
import { protectedGroupNames } from "./plan/groups/protected-group-names.ts";
import { type Successors, successorsOf } from "./plan/users/hand-over.ts";
import type { Target, Touched } from "./target/target.ts";

export interface Disabling {
  readonly config: TargetConfig;
  readonly target: Target;
  readonly snapshot: DirectorySnapshot;
  /** What an earlier run did or began, and what is to be compared with the directory now. */
  readonly earlier: readonly Operation[];
  readonly signal: AbortSignal;
}

/**
 * Looks at what is of interest only when somebody is to be disabled: whose last member must stay, and who
 * leads what.
 *
 * @param operations What is planned.
 * @returns The snapshot with what was found; the very same when there was nothing to look at.
 * @throws UsersyncError As `Target.look` does.
 */
export async function lookBeforeDisabling(
  operations: readonly Operation[],
  disabling: Disabling,
): Promise<DirectorySnapshot> {
  const { snapshot, target, signal } = disabling;
  const leaving = operations
    .filter((operation) => operation.kind === "disable")
    .map(({ user }) => user.targetId);
  const successors = successorsOf(disabling.config);
  const groups = leaving.length === 0 ? [] : groupsToLookAt(disabling);
  const leaders = leadersToLookAt(leaving, successors, disabling.earlier);
  if (groups.length === 0 && leaders.length === 0) return snapshot;
  const usernames = leaders.length === 0 ? [] : unlisted(Object.values(successors), snapshot);
  const touched: Touched = { accounts: [], usernames, groups, ...(leaders.length > 0 && { leaders }) };
  const looked = await target.look(touched, signal);
  return {
    ...snapshot,
    accounts: [...snapshot.accounts, ...looked.accounts],
    groups: [...snapshot.groups, ...looked.groups],
    ...(looked.leads !== undefined && { leads: looked.leads }),
  };
}

function groupsToLookAt({ config: { limits, protect }, snapshot }: Disabling): Touched["groups"] {
  if (limits.lastMember !== "refuse") return [];
  const known = new Set(snapshot.groups.map(({ name }) => foldName(name)));
  return protectedGroupNames(protect)
    .filter((name) => !known.has(foldName(name)))
    .map((name) => ({ name }));
}

/** Those who are to be disabled, where somebody takes over, and those between whom an earlier run did it. */
function leadersToLookAt(
  leaving: readonly TargetId[],
  successors: Successors,
  earlier: readonly Operation[],
): readonly TargetId[] {
  if (Object.keys(successors).length === 0) return [];
  const before = earlier.flatMap((one) => (one.kind === "hand-over" ? [one.fromId, one.toId] : []));
  return [...new Set([...leaving, ...before])];
}

/** A directory that lists only some accounts may have a successor all the same. */
function unlisted(usernames: readonly string[], { accounts, partial }: DirectorySnapshot): readonly string[] {
  if (partial !== true) return [];
  const known = new Set(accounts.map(({ username }) => foldName(username)));
  return [...new Set(usernames)].filter((username) => !known.has(foldName(username)));
}
