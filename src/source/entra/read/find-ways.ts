import type { SourceId } from "../../../model/ids.ts";
import type { GroupRole, GroupTrace } from "../../../model/source-snapshot.ts";
import type { GroupRef } from "./find-groups.ts";
import type { Flattened } from "./flatten-members.ts";
import type { MemberRead } from "./read-members.ts";
import type { Reading } from "./reading.ts";

export type Ways = Pick<GroupTrace, "paths" | "hasMore">;

/** More ways than anybody reads. */
const MOST_WAYS = 5;
/** Groups that hold each other have more ways than can be walked. */
const MOST_STEPS = 10_000;

/**
 * By which ways somebody is in a group.
 *
 * Walked from the groups that list the person upwards, since every group that was read leads up to the
 * first one, while few lead down to the person.
 *
 * @param reads The group and those in it, by id, level by level.
 * @returns `undefined` when the person is not in it.
 */
export function waysTo(
  person: SourceId,
  group: GroupRef,
  reads: ReadonlyMap<string, MemberRead>,
): Ways | undefined {
  const nest = nestOf(group, reads);
  const budget = { steps: MOST_STEPS };
  const found: (readonly string[])[] = [];
  for (const way of waysFrom(listing(person, reads), nest, budget)) {
    if (found.push(way) > MOST_WAYS) break;
  }
  if (found.length === 0) return undefined;
  const hasMore = found.length > MOST_WAYS || budget.steps <= 0;
  const paths = found.slice(0, MOST_WAYS).sort((one, other) => one.length - other.length);
  return { paths, hasMore };
}

/** The groups whose own member list has the person. */
function listing(person: SourceId, reads: ReadonlyMap<string, MemberRead>): readonly string[] {
  return [...reads].flatMap(([id, read]) =>
    read.outcome === "read" && read.people.includes(person) ? [id] : [],
  );
}

/** Gives what was found about one group to whoever traces. */
export function tellWays(
  { tracing }: Reading,
  role: GroupRole,
  { id, name }: GroupRef,
  { ways }: Flattened,
): void {
  if (ways !== undefined) tracing?.found({ role, id, name, ...ways });
}

/** Which groups hold which, seen from below. */
interface Nest {
  readonly top: string;
  readonly holders: ReadonlyMap<string, readonly string[]>;
  readonly names: ReadonlyMap<string, string>;
}

function nestOf({ id: top, name }: GroupRef, reads: ReadonlyMap<string, MemberRead>): Nest {
  const holders = new Map<string, string[]>();
  const names = new Map<string, string>();
  for (const [holder, read] of reads) {
    if (read.outcome !== "read") continue;
    for (const inner of read.groups) {
      const known = holders.get(inner);
      if (known === undefined) holders.set(inner, [holder]);
      else known.push(holder);
    }
    for (const [inner, innerName] of read.names) names.set(inner, innerName);
  }
  return { top, holders, names: names.set(top, name) };
}

interface Climb {
  readonly nest: Nest;
  readonly budget: { steps: number };
  /** Groups on the way so far. */
  readonly seen: Set<string>;
}

function* waysFrom(
  ids: readonly string[],
  nest: Nest,
  budget: Climb["budget"],
): Generator<readonly string[], void> {
  for (const id of ids) yield* waysUp(id, { nest, budget, seen: new Set([id]) });
}

/** Each way from the top down to this group. The group that was met first is tried first: it is the nearest. */
function* waysUp(id: string, climb: Climb): Generator<readonly string[], void> {
  const { nest, budget, seen } = climb;
  const name = nest.names.get(id) ?? id;
  if (id === nest.top) {
    yield [name];
    return;
  }
  for (const holder of nest.holders.get(id) ?? []) {
    budget.steps -= 1;
    if (seen.has(holder) || budget.steps <= 0) continue;
    seen.add(holder);
    for (const way of waysUp(holder, climb)) yield [...way, name];
    seen.delete(holder);
  }
}
