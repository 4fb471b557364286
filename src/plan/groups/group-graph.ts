import { foldName } from "../../model/names.ts";

/** Which groups hold which, by their names, folded. */
export type GroupGraph = ReadonlyMap<string, ReadonlySet<string>>;

interface Holding {
  readonly name: string;
  /** Names of the groups in it. */
  readonly children?: readonly string[];
}

export function graphOf(groups: readonly Holding[]): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { name, children = [] } of groups) {
    if (children.length > 0) graph.set(foldName(name), new Set(children.map(foldName)));
  }
  return graph;
}

/** Names, folded, of a group and of all that are in it, however deep. Groups that hold each other do no harm. */
export function withinGroup(name: string, graph: GroupGraph): ReadonlySet<string> {
  const found = new Set([foldName(name)]);
  for (const one of found) for (const child of graph.get(one) ?? []) found.add(child);
  return found;
}
