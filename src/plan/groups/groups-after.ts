import type { DesiredGroup } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { Operation } from "../../model/operation.ts";

export type HeldGroup = Pick<DesiredGroup, "name" | "members" | "children">;

/** What the groups of a directory hold once operations are done: people whose accounts are linked, and groups. */
export function groupsAfter(
  operations: readonly Operation[],
  { accounts, groups }: DirectorySnapshot,
): readonly HeldGroup[] {
  const owners = new Map(
    accounts.flatMap(({ id, link }) => (link === undefined ? [] : [[id, link] as const])),
  );
  return groups.map(({ name, members, children = [] }) => {
    const held: Held = {
      people: new Set(members.flatMap((id) => owners.get(id) ?? [])),
      groups: new Map(children.map((child) => [foldName(child), child])),
    };
    for (const operation of operations) {
      const isHere = "group" in operation && foldName(operation.group.name) === foldName(name);
      if (isHere) change(held, operation);
    }
    return { name, members: held.people, children: [...held.groups.values()] };
  });
}

interface Held {
  readonly people: Set<SourceId>;
  /** Names by their folded form. */
  readonly groups: Map<string, string>;
}

function change({ people, groups }: Held, operation: Operation): void {
  if (operation.kind === "add-member") people.add(operation.user.sourceId);
  if (operation.kind === "remove-member") people.delete(operation.user.sourceId);
  if (operation.kind === "add-group") groups.set(foldName(operation.child.name), operation.child.name);
  if (operation.kind === "remove-group") groups.delete(foldName(operation.child.name));
}
