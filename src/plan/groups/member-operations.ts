import type { DesiredGroup } from "../../model/desired.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import type { AddMember, GroupRef, RemoveMember, UserRef } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import type { GroupPeople } from "./group-people.ts";

/** Who is to be in a group, as far as they have an account or get one in this plan. */
export function wantedMembers(
  group: DesiredGroup,
  { known, inactive, fresh }: GroupPeople,
): Map<SourceId, UserRef> {
  const wanted = new Map<SourceId, UserRef>();
  for (const id of group.members) {
    const member = known.get(id);
    if (member !== undefined) wanted.set(id, member);
  }
  if (!group.everybody && !group.newcomers) return wanted;
  for (const [id, member] of known) {
    const isMeant = (group.everybody && !inactive.has(id)) || (group.newcomers && fresh.has(id));
    if (isMeant) wanted.set(id, member);
  }
  return wanted;
}

export function additionOf(
  group: DesiredGroup,
  ref: GroupRef,
  user: UserRef,
  target: string,
): AddMember & PlannedOperation {
  return {
    id: `${target}:add-member:${ref.name}:${user.sourceId}`,
    kind: "add-member",
    group: ref,
    user,
    reason: group.members.has(user.sourceId) ? "member-in-source" : "default-group",
    status: "planned",
  };
}

interface RemovalOptions {
  /** Those who stay. */
  readonly wanted: ReadonlyMap<SourceId, UserRef>;
  readonly people: Pick<GroupPeople, "owners">;
  /** The name that the ids of the operations begin with. */
  readonly target: string;
  /** Why somebody is taken out. */
  readonly reasonFor: (person: SourceId) => RemoveMember["reason"];
}

/** Takes everybody out of a group whom usersync manages and who is not to be in it. */
export function removalsFrom(
  ref: GroupRef,
  current: ReadonlySet<TargetId>,
  { wanted, people: { owners }, target, reasonFor }: RemovalOptions,
): PlannedOperation[] {
  const removals: PlannedOperation[] = [];
  for (const id of current) {
    const user = owners.get(id);
    if (user === undefined || wanted.has(user.sourceId)) continue;
    removals.push({
      id: `${target}:remove-member:${ref.name}:${user.sourceId}`,
      kind: "remove-member",
      group: ref,
      user,
      reason: reasonFor(user.sourceId),
      status: "planned",
    });
  }
  return removals;
}
