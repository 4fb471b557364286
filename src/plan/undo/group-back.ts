import { foldName } from "../../model/names.ts";
import type { AddGroup, GroupRef, Operation, RemoveGroup, UserOperation } from "../../model/operation.ts";
import type { KeptGroup } from "../../model/recorded.ts";
import type { DirectoryImage } from "../look-again/directory-image.ts";
import { effectOf } from "../look-again/effect.ts";
import type { Inverted } from "./invert.ts";
import { noteOn } from "./note-on.ts";

type AboutGroup = Exclude<Operation, UserOperation>;

interface GroupFacts {
  readonly image: DirectoryImage;
  /** Whether usersync keeps a group in step now. */
  readonly isKept: IsKept;
}

/** `undefined`: nothing is remembered. */
export type IsKept = (name: string) => boolean | undefined;

/** @param kept Absent: nothing is remembered, so what a run did to groups is taken for what is so now. */
export function isKeptIn(kept: readonly KeptGroup[] | undefined): IsKept {
  if (kept === undefined) return () => undefined;
  const names = new Set(kept.map(({ name }) => foldName(name)));
  return (name) => names.has(foldName(name));
}

/** What takes back an operation on a group as such, or why nothing does. */
export function groupBack(operation: AboutGroup, id: string, { image, isKept }: GroupFacts): Inverted {
  switch (operation.kind) {
    case "add-group":
    case "remove-group":
      return nestingBack(operation, id, image);
    case "create-group": {
      const reason = "stays, since groups are never deleted; delete it in the directory if nobody needs it";
      return { operations: [], notes: [noteOn(operation, "unsupported", reason)] };
    }
    case "adopt-group": {
      if (isKept(operation.group.name) === false)
        return leftAlone(operation, "it is not kept in step any more");
      const release = { ...operation, id, kind: "release-group", reason: "undo", status: "planned" } as const;
      return { operations: [release], notes: [] };
    }
    case "release-group": {
      if (isKept(operation.group.name) === true) return leftAlone(operation, "it is kept in step again");
      const adoption = { ...operation, id, kind: "adopt-group", reason: "undo", status: "planned" } as const;
      return { operations: [adoption], notes: [] };
    }
  }
}

function leftAlone(operation: AboutGroup, why: string): Inverted {
  return { operations: [], notes: [noteOn(operation, "excluded", `left alone, since ${why}`)] };
}

function nestingBack(operation: AddGroup | RemoveGroup, id: string, image: DirectoryImage): Inverted {
  const lost = nestingChangedSince(operation, image);
  if (lost !== undefined) return leftAlone(operation, lost);
  const kind = operation.kind === "add-group" ? "remove-group" : "add-group";
  const refs = { group: groupNow(operation.group, image), child: groupNow(operation.child, image) };
  return { operations: [{ id, kind, ...refs, reason: "undo", status: "planned" }], notes: [] };
}

function nestingChangedSince(operation: AddGroup | RemoveGroup, image: DirectoryImage): string | undefined {
  if (image.group(operation.group) === undefined) return "the group is gone";
  if (image.group(operation.child) === undefined) return "the nested group is gone";
  const effect = effectOf(operation, image);
  if (effect.state === "stale") return effect.reason;
  return effect.state === "ready" ? "it is as it was before that run" : undefined;
}

/** A group under the name and id that it has now. */
export function groupNow(group: GroupRef, image: DirectoryImage): GroupRef {
  const found = image.group(group);
  return found === undefined ? group : { name: found.name, targetId: found.id };
}
