import type { SourceGroup } from "../../../model/source-snapshot.ts";
import type { MirroredGroup } from "./choose-groups.ts";
import { tellWays } from "./find-ways.ts";
import { flattenMembers } from "./flatten-members.ts";
import { doubtAbout, groupGone, noteLeftOut } from "./group-doubts.ts";
import { nestMembers } from "./nest-members.ts";
import type { MemberReader } from "./read-members.ts";
import type { Reading } from "./reading.ts";

/** Reads the members of the groups that are mirrored, several at a time. */
export async function readGroups(
  reading: Reading,
  groups: readonly MirroredGroup[],
  members: MemberReader,
): Promise<readonly SourceGroup[]> {
  let count = 0;
  const synced = new Set(groups.map(({ id }) => id));
  return await Promise.all(
    groups.map(async (group) => {
      const read = await readGroup(reading, group, { members, synced });
      count += 1;
      reading.onRead({ what: "groups", count });
      return read;
    }),
  );
}

async function readGroup(
  reading: Reading,
  group: MirroredGroup,
  { members, synced }: { readonly members: MemberReader; readonly synced: ReadonlySet<string> },
): Promise<SourceGroup> {
  const { id, name } = group;
  const { nested } = reading.config.groups;
  const found = await flattenMembers(members, group, { nested, trace: reading.tracing?.person });
  if (found.isGone && group.isNamed) throw groupGone(group);
  if (found.isGone)
    return { id, name, members: [], incomplete: `The group ${name} vanished while it was read.` };
  const doubt = await doubtAbout(reading, group, found);
  noteLeftOut(reading, group, found);
  tellWays(reading, "groups", group, found);
  const nest = reading.nests ? { nest: await nestMembers(members, group, { nested, synced }) } : {};
  const incomplete = doubt === undefined ? {} : { incomplete: doubt.message };
  return { id, name, members: found.people, ...nest, ...incomplete };
}
