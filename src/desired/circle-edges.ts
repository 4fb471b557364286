import { foldName } from "../model/names.ts";

interface Holding {
  /** Names of the groups in it. */
  readonly children?: readonly string[];
}

/**
 * Which nestings to leave out so that no group holds itself by way of others: of each circle the one that closes
 * it, when groups are gone through by name. The order of what is given does not matter.
 *
 * @param groups By name, folded.
 * @returns Names, folded, of the groups that are not to be nested, by that of the group that holds them.
 */
export function circleEdges(groups: ReadonlyMap<string, Holding>): ReadonlyMap<string, ReadonlySet<string>> {
  const walk: Walk = { groups, circles: new Map(), done: new Set(), way: [], onTheWay: new Set() };
  for (const start of [...groups.keys()].sort()) {
    if (!walk.done.has(start)) enter(start, walk);
    for (let step = walk.way.at(-1); step !== undefined; step = walk.way.at(-1)) goOn(step, walk);
  }
  return walk.circles;
}

interface Walk {
  readonly groups: ReadonlyMap<string, Holding>;
  readonly circles: Map<string, Set<string>>;
  readonly done: Set<string>;
  /** From the group at which the walk began down to the one where it is. */
  readonly way: Step[];
  readonly onTheWay: Set<string>;
}

interface Step {
  readonly name: string;
  /** Those that were not gone through yet. */
  readonly children: string[];
}

function enter(name: string, { groups, way, onTheWay }: Walk): void {
  const children = (groups.get(name)?.children ?? []).map(foldName).sort().reverse();
  onTheWay.add(name);
  way.push({ name, children });
}

function goOn({ name, children }: Step, walk: Walk): void {
  const { circles, done, way, onTheWay } = walk;
  const child = children.pop();
  if (child === undefined) {
    way.pop();
    onTheWay.delete(name);
    done.add(name);
  } else if (onTheWay.has(child)) {
    circles.set(name, (circles.get(name) ?? new Set()).add(child));
  } else if (!done.has(child)) enter(child, walk);
}
