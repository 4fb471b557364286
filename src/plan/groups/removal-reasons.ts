import type { DesiredGroup } from "../../model/desired.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { RemoveMember } from "../../model/operation.ts";
import type { Matches } from "../match/match.ts";
import { graphOf, withinGroup } from "./group-graph.ts";

type ReasonIn = (group: DesiredGroup) => (person: SourceId) => RemoveMember["reason"];

/**
 * Why people are taken out of groups. Somebody who is to have no active account is in no group of the desired
 * state, whatever the source says of the group; somebody who is in a nested group stays by that.
 */
export function removalReasons(
  groups: readonly DesiredGroup[],
  { leaving }: Pick<Matches, "leaving">,
): ReasonIn {
  const leavers = new Map(leaving.map(({ sourceId, reason }) => [sourceId, reason]));
  const graph = graphOf(groups);
  const byName = new Map(graph.size === 0 ? [] : groups.map((group) => [foldName(group.name), group]));
  return ({ name, children = [] }) => {
    const within = children.length === 0 ? [] : [...withinGroup(name, graph)];
    const inner = within.flatMap((one) => (one === foldName(name) ? [] : (byName.get(one) ?? [])));
    return (person) => {
      const isNested = inner.some(({ members }) => members.has(person));
      return leavers.get(person) ?? (isNested ? "nested-in-source" : "not-member-in-source");
    };
  };
}
