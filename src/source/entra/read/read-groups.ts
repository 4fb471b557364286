import type { SourceGroup } from "../../../model/source-snapshot.ts";
import type { MirroredGroup } from "./choose-groups.ts";
import { tellWays } from "./find-ways.ts";
import { flattenMembers } from "./flatten-members.ts";
import { doubtAbout, groupGone, noteLeftOut } from "./group-doubts.ts";
import type { MemberReader } from "./read-members.ts";
import type { Reading } from "./reading.ts";

/** Reads the members of the groups that are mirrored, several at a time. */
export async function readGroups(
  reading: Reading,
  groups: readonly MirroredGroup[],
  members: MemberReader,
): Promise<readonly SourceGroup[]> {
  let count = 0;
  return await Promise.all(
    groups.map(async (group) => {
      const read = await readGroup(reading, group, members);
      count += 1;
      reading.onRead({ what: "groups", count });
      return read;
    }),
  );
}

async function readGroup(
  reading: Reading,
  group: MirroredGroup,
  members: MemberReader,
): Promise<SourceGroup> {
  const { id, name } = group;
  const found = await flattenMembers(members, group, {
    nested: reading.config.groups.nested,
    trace: reading.tracing?.person,
  });
  if (found.isGone && group.isNamed) throw groupGone(group);
  if (found.isGone)
    return { id, name, members: [], incomplete: `The group ${name} vanished while it was read.` };
  const doubt = await doubtAbout(reading, group, found);
  noteLeftOut(reading, group, found);
  tellWays(reading, "groups", group, found);
  return { id, name, members: found.people, ...(doubt === undefined ? {} : { incomplete: doubt.message }) };
}
