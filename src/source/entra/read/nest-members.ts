import type { SourceId } from "../../../model/ids.ts";
import type { Nest } from "../../../model/source-snapshot.ts";
import type { GroupRef } from "./find-groups.ts";
import type { MemberReader } from "./read-members.ts";

export interface Nesting {
  /** Groups inside groups count. */
  readonly nested: boolean;
  /** Object ids of the groups that are synced. */
  readonly synced: ReadonlySet<string>;
}

/**
 * Who is in a group by no other synced one, and which synced groups are in it. Comes after the group was
 * flattened: everything was read then, and the reader remembers it. What could not be read holds nobody.
 */
export async function nestMembers(
  members: MemberReader,
  group: GroupRef,
  { nested, synced }: Nesting,
): Promise<Nest> {
  const people = new Set<SourceId>();
  const groups = new Set<string>();
  const open = new Set([group.id]);
  for (const id of open) {
    const read = await members.read({ ...group, id });
    if (read.outcome !== "read") continue;
    for (const person of read.people) people.add(person);
    if (!nested) break;
    for (const inner of read.groups) (synced.has(inner) ? groups : open).add(inner);
  }
  return { people: [...people], groups: [...groups] };
}
