import type { DesiredGroup, Note } from "../../model/desired.ts";
import type { DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { foldName } from "../../model/names.ts";
import type { AddGroup, GroupRef, RemoveGroup } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";

export interface NestingOptions {
  /** The name that the ids of the operations begin with. */
  readonly target: string;
  /** Names, folded, of the groups that are left alone. */
  readonly leftAlone: ReadonlySet<string>;
  /** `operations.removeMembers` of the config. */
  readonly removes: boolean;
}

export interface NestingDifference {
  readonly operations: readonly PlannedOperation[];
  readonly notes: readonly Note[];
}

/**
 * Which groups are to be put into groups, and which taken out, in a directory that nests them. As with
 * members, only what is ours is moved: a nested group that the source does not name stays where it is.
 *
 * @param groups As `fitNesting` has made them.
 */
export function diffNesting(
  groups: readonly DesiredGroup[],
  current: DirectorySnapshot,
  options: NestingOptions,
): NestingDifference {
  if (groups.every(({ children }) => children === undefined)) return { operations: [], notes: [] };
  const ours = groups.filter(({ name }) => !options.leftAlone.has(foldName(name)));
  const notes: Note[] = [];
  const scene: Scene = {
    ...options,
    existing: new Map(current.groups.map((group) => [foldName(group.name), group])),
    managed: new Set(ours.map(({ name }) => foldName(name))),
    notes,
  };
  return { operations: ours.flatMap((group) => nestingOf(group, scene)), notes };
}

interface Scene extends NestingOptions {
  readonly existing: ReadonlyMap<string, DirectoryGroup>;
  /** Names, folded. */
  readonly managed: ReadonlySet<string>;
  readonly notes: Note[];
}

function nestingOf(group: DesiredGroup, scene: Scene): readonly PlannedOperation[] {
  if (group.children === undefined) return [];
  const { existing, managed, notes, target } = scene;
  const found = existing.get(foldName(group.name));
  const ref = refOf(group.name, scene);
  const present = new Map((found?.children ?? []).map((name) => [foldName(name), name]));
  const wanted = new Set(group.children.map(foldName));
  const added = group.children
    .filter((name) => !present.has(foldName(name)))
    .map((name) => addition(ref, refOf(name, scene), target));
  const others = [...present.keys()].filter((name) => !wanted.has(name));
  const strangers = others.filter((name) => !managed.has(name)).length;
  if (strangers > 0 && !group.additive) notes.push(strangersNote(ref.name, strangers));
  const surplus = others.filter((name) => managed.has(name)).map((name) => refOf(name, scene));
  if (group.additive) {
    if (group.keeps !== undefined && surplus.length > 0)
      notes.push(keptNote(ref.name, surplus.length, group.keeps));
    return added;
  }
  if (scene.removes) return [...added, ...surplus.map((child) => removal(ref, child, target))];
  notes.push(...surplus.map((child) => switchedOff(ref.name, child.name)));
  return added;
}

/** Under the name that it has in the directory, where it is there. */
function refOf(name: string, { existing }: Scene): GroupRef {
  const found = existing.get(foldName(name));
  return found === undefined ? { name } : { name: found.name, targetId: found.id };
}

function addition(group: GroupRef, child: GroupRef, target: string): AddGroup & PlannedOperation {
  const id = `${target}:add-group:${group.name}:${child.name}`;
  return { id, kind: "add-group", group, child, reason: "member-in-source", status: "planned" };
}

function removal(group: GroupRef, child: GroupRef, target: string): RemoveGroup & PlannedOperation {
  const id = `${target}:remove-group:${group.name}:${child.name}`;
  return { id, kind: "remove-group", group, child, reason: "not-member-in-source", status: "planned" };
}

function strangersNote(subject: string, count: number): Note {
  const which = count === 1 ? "1 nested group is one" : `${count} nested groups are ones`;
  return {
    kind: "unmanaged",
    subject,
    reason: `${which} that usersync does not manage; left in the group with whoever is in it`,
  };
}

function keptNote(subject: string, count: number, rule: string): Note {
  const which =
    count === 1
      ? "1 nested group that the source does not name stays"
      : `${count} nested groups that the source does not name stay`;
  return { kind: "switched-off", subject, reason: `${which} in the group (${rule})` };
}

function switchedOff(group: string, child: string): Note {
  const reason = "remove-group (operations.removeMembers is off)";
  return { kind: "switched-off", subject: `${child} in ${group}`, reason };
}
