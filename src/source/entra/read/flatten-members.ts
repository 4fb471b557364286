import type { UsersyncError } from "../../../errors.ts";
import type { SourceId } from "../../../model/ids.ts";
import type { GroupRef } from "./find-groups.ts";
import { type Ways, waysTo } from "./find-ways.ts";
import type { MemberRead, MemberReader } from "./read-members.ts";

/** The people of a group, those of the groups in it included where that was asked for. */
export interface Flattened {
  readonly people: readonly SourceId[];
  /** What the first group's own list held. */
  readonly isEmpty: boolean;
  readonly others: number;
  /** Groups that were in the group and are gone. */
  readonly goneGroups: readonly string[];
  /** The group itself is gone. */
  readonly isGone: boolean;
  /** The first of the reads that failed, if one did. */
  readonly error?: UsersyncError;
  /** How the traced person is in it; absent when they are not, or nobody is traced. */
  readonly ways?: Ways;
}

export interface Flattening {
  /** The people of the groups in it belong to it too. */
  readonly nested: boolean;
  readonly trace: SourceId | undefined;
}

/**
 * Reads a group and, level by level, the groups in it. Each of them counts once, so that groups that hold
 * each other, or one that is held twice, do no harm.
 */
export async function flattenMembers(
  members: MemberReader,
  group: GroupRef,
  { nested, trace }: Flattening,
): Promise<Flattened> {
  const own = await members.read(group);
  const reads = new Map([[group.id, own]]);
  const withWays = (found: Flattened): Flattened => {
    const ways = trace === undefined ? undefined : waysTo(trace, group, reads);
    return ways === undefined ? found : { ...found, ways };
  };
  if (own.outcome !== "read" || !nested || own.groups.length === 0) return withWays(alone(own));

  const all: Collected = {
    people: new Set(own.people),
    goneGroups: [],
    others: own.others,
    held: [...own.groups],
  };
  const seen = new Set<string>([group.id]);
  for (let level = unseen(all.held, seen); level.length > 0; level = unseen(all.held, seen)) {
    const below = await Promise.all(
      level.map(async (id) => [id, await members.read(inside(group, id))] as const),
    );
    all.held = [];
    for (const [id, read] of below) {
      if (trace !== undefined) reads.set(id, read);
      collect(all, read, id);
    }
  }
  const { people, others, goneGroups, error } = all;
  const found = { people: [...people], isEmpty: false, others, goneGroups, isGone: false };
  return withWays(error === undefined ? found : { ...found, error });
}

/** Groups that are nested cannot be of the kind that hides its members. */
function inside({ name }: GroupRef, id: string): GroupRef {
  return { id, name: `${id} inside ${name}`, isHidden: false };
}

interface Collected {
  readonly people: Set<SourceId>;
  readonly goneGroups: string[];
  others: number;
  /** Groups of the level below. */
  held: string[];
  error?: UsersyncError;
}

function collect(all: Collected, read: MemberRead, id: string): void {
  switch (read.outcome) {
    case "vanished":
      all.goneGroups.push(id);
      return;
    case "broken":
      all.error ??= read.error;
      return;
    case "read":
      for (const person of read.people) all.people.add(person);
      all.others += read.others;
      for (const group of read.groups) all.held.push(group);
  }
}

function alone(read: MemberRead): Flattened {
  const nobody = { people: [], isEmpty: false, others: 0, goneGroups: [], isGone: false };
  switch (read.outcome) {
    case "read": {
      const { people, groups, others } = read;
      return { ...nobody, people, others, isEmpty: people.length + groups.length + others === 0 };
    }
    case "vanished":
      return { ...nobody, isGone: true };
    case "broken":
      return { ...nobody, error: read.error };
  }
}

function unseen(ids: readonly string[], seen: Set<string>): readonly string[] {
  const fresh = [...new Set(ids)].filter((id) => !seen.has(id));
  for (const id of fresh) seen.add(id);
  return fresh;
}
