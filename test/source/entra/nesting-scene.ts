import { UsersyncError } from "../../../src/errors.ts";
import type { Nest as SourceNest } from "../../../src/model/source-snapshot.ts";
import { GraphRefusal } from "../../../src/source/entra/graph/graph-refusal.ts";
import type { Graph } from "../../../src/source/entra/graph/open-graph.ts";
import type { GroupRef } from "../../../src/source/entra/read/find-groups.ts";
import { type Flattened, flattenMembers } from "../../../src/source/entra/read/flatten-members.ts";
import { nestMembers } from "../../../src/source/entra/read/nest-members.ts";
import { createMemberReader } from "../../../src/source/entra/read/read-members.ts";
import { entraConfig, groupId, member, nestedGroup, userId } from "../fixtures.ts";

/** What a group holds: people and groups by name. A text says why it cannot be read. */
export type Nest = Readonly<Record<string, Held | "gone" | "broken">>;

interface Held {
  readonly people?: readonly string[];
  readonly groups?: readonly string[];
}

export interface NestingScene {
  /** Everybody in a group and in the groups in it. */
  flatten(name: string): Promise<Flattened>;
  /** The same, and then which of the synced groups are in it. */
  nest(name: string, synced: readonly string[]): Promise<SourceNest>;
  /** How often each group was asked for. */
  readonly asked: ReadonlyMap<string, number>;
}

/** The real reader of members over groups in memory, one for all that a scene flattens. */
export function nestingScene(nest: Nest, { nested = true } = {}): NestingScene {
  const names = new Map(Object.keys(nest).map((name) => [groupId(name), name]));
  const asked = new Map<string, number>();
  const graph: Graph = {
    async get({ link }) {
      const name = names.get(link.split("/")[2] ?? "") ?? "";
      asked.set(name, (asked.get(name) ?? 0) + 1);
      return { value: membersOf(nest[name]) };
    },
    close: async () => undefined,
  };
  const reader = createMemberReader({
    config: entraConfig("http://127.0.0.1"),
    graph,
    properties: [],
    roles: async () => new Set(),
    signal: new AbortController().signal,
    onRead: () => undefined,
    note: () => undefined,
  });
  const flatten = (group: GroupRef) => flattenMembers(reader, group, { nested, trace: undefined });
  return {
    asked,
    async nest(name, synced) {
      const group = { id: groupId(name), name, isHidden: false };
      await flatten(group);
      return nestMembers(reader, group, { nested, synced: new Set(synced.map(groupId)) });
    },
    flatten: (name) => flatten({ id: groupId(name), name, isHidden: false }),
  };
}

/** As whoever has all the time in the world would find them: what is reached is looked through until nothing is new. */
export function reachedFrom(
  name: string,
  nest: Nest,
): { readonly groups: Set<string>; readonly people: Set<string> } {
  const groups = new Set([name]);
  for (let size = 0; size < groups.size; ) {
    size = groups.size;
    for (const one of [...groups]) for (const inner of heldBy(nest[one]).groups ?? []) groups.add(inner);
  }
  const people = new Set([...groups].flatMap((one) => [...(heldBy(nest[one]).people ?? [])].map(userId)));
  return { groups, people };
}

function heldBy(held: Nest[string] | undefined): Held {
  return typeof held === "object" ? held : {};
}

function membersOf(held: Nest[string] | undefined): readonly object[] {
  if (held === "broken")
    throw new UsersyncError("NETWORK", { what: "Broken.", why: "So it is.", fix: "None." });
  if (held === "gone" || held === undefined) {
    const explanation = { what: "Gone.", why: "So it is.", fix: "None." };
    throw new GraphRefusal("NOT_FOUND", explanation, { status: 404, graphCode: "" });
  }
  const { people = [], groups = [] } = held;
  return [...people.map((name) => member(name)), ...groups.map((name) => nestedGroup(name))];
}
