import type { Operation } from "../../model/operation.ts";
import type { KeptGroup, LinkOrigin, Separation, Withdrawn } from "../../model/recorded.ts";
import type { Mark } from "../journal/journal-entries.ts";
import { writeKeptGroups } from "./kept-groups.ts";
import {
  dropLinks,
  type LinkPlace,
  type LinkToWrite,
  type RenamedAccount,
  writeLinks,
  writeRenamed,
  writeWithdrawn,
} from "./write-links.ts";
import { join, separate } from "./write-separations.ts";

/** What operations that were done mean for the links of their directory, taken together. */
export interface LinkEffects {
  readonly put: Map<string, LinkToWrite>;
  readonly renamed: Map<string, RenamedAccount>;
  /** Persons who had an account, by the account. */
  readonly dropped: Map<string, string>;
  /** By person and account: whether an admin took them apart, or put them together again. */
  readonly pairs: Map<string, { readonly pair: Separation; readonly apart: boolean }>;
  /** What was taken away from accounts, by the account. */
  readonly withdrawn: Map<string, Withdrawn | "nothing">;
  /** Groups, by name: kept from now on, or no longer. */
  readonly groups: Map<string, KeptGroup | "released">;
}

/** An operation, and what became of it. */
export interface Finished extends Pick<Mark, "status"> {
  readonly operation: Operation;
  /** The id of the account that an import made. */
  readonly made?: string | null;
  /** Of an import, or of a link to what one has made: nobody knows whether the default groups came as well. */
  readonly isFresh?: boolean;
}

/** Whether an operation with that end means anything for links. */
export function hasEffect(operation: Operation, status: Mark["status"]): boolean {
  switch (operation.kind) {
    case "import":
    case "link":
    case "update":
      return status === "done";
    case "enable":
    case "disable":
      // What failed may have been done in part.
      return operation.access !== undefined && status !== "skipped";
    case "create-group":
      return status === "done" && operation.sources !== undefined;
    case "adopt-group":
    case "release-group":
      return status === "done";
    case "add-member":
    case "add-group":
    case "remove-member":
    case "remove-group":
    case "hand-over":
      return false;
  }
}

export function noEffects(): LinkEffects {
  return {
    put: new Map(),
    renamed: new Map(),
    dropped: new Map(),
    pairs: new Map(),
    withdrawn: new Map(),
    groups: new Map(),
  };
}

/** Adds what one operation means, in the order in which they were done. */
export function addEffect(effects: LinkEffects, { operation, made, status, isFresh }: Finished): void {
  if (!hasEffect(operation, status)) return;
  switch (operation.kind) {
    case "import": {
      if (made === undefined || made === null) return;
      const { sourceId, username } = operation.user;
      putLink(effects, {
        targetId: made,
        sourceId,
        username,
        email: changed(operation, "email"),
        how: "import",
        ...(isFresh === true && { fresh: true }),
      });
      return;
    }
    case "link":
      addLink(effects, operation, isFresh);
      return;
    case "update":
      rename(effects, operation);
      return;
    case "enable":
    case "disable":
      takeOrGive(effects, operation, status);
      return;
    case "create-group":
    case "adopt-group":
    case "release-group":
      keepOrRelease(effects, operation);
      return;
    case "add-member":
    case "add-group":
    case "remove-member":
    case "remove-group":
    case "hand-over":
      return;
  }
}

function keepOrRelease(
  { groups }: LinkEffects,
  { kind, group: { name }, sources = [] }: OperationOf<"create-group" | "adopt-group" | "release-group">,
): void {
  if (kind === "release-group") groups.set(name, "released");
  else groups.set(name, { name, sources, how: kind === "adopt-group" ? "adopted" : "created" });
}

/** What was done halfway has taken a part, or left a part to be given. */
function takeOrGive(
  { withdrawn }: LinkEffects,
  { kind, user, access = { groups: [] } }: OperationOf<"enable" | "disable">,
  status: Mark["status"],
): void {
  const whole = kind === "disable" ? access : "nothing";
  withdrawn.set(user.targetId, status === "done" ? whole : { ...access, partial: true });
}

type OperationOf<Kind extends Operation["kind"]> = Extract<Operation, { readonly kind: Kind }>;

function changed(operation: OperationOf<"import" | "update" | "link">, field: string): string | undefined {
  return operation.changes.find((change) => change.field === field)?.to;
}

function addLink(effects: LinkEffects, operation: OperationOf<"link">, isFresh = false): void {
  const { sourceId, targetId, username } = operation.user;
  const pair: Separation = { sourceId, targetId, ...(operation.key !== undefined && { key: operation.key }) };
  const key = `${sourceId} ${targetId}`;
  if (changed(operation, "link") === "") {
    for (const [id, link] of effects.put) if (link.sourceId === sourceId) effects.put.delete(id);
    effects.put.delete(targetId);
    effects.renamed.delete(targetId);
    effects.withdrawn.delete(targetId);
    effects.dropped.set(targetId, sourceId);
    if (operation.reason === "by-hand") effects.pairs.set(key, { pair, apart: true });
    return;
  }
  const how = originOf(operation);
  putLink(effects, { targetId, sourceId, username, email: undefined, how, ...(isFresh && { fresh: true }) });
  if (operation.reason !== "differs") effects.pairs.set(key, { pair, apart: false });
}

function originOf({ matchedBy }: OperationOf<"link">): LinkOrigin {
  return matchedBy === "state" ? "directory" : matchedBy;
}

function putLink(effects: LinkEffects, link: LinkToWrite): void {
  const { targetId, sourceId } = link;
  const before = effects.put.get(targetId);
  effects.dropped.delete(targetId);
  const isSame = before !== undefined && before.sourceId === sourceId;
  effects.put.set(
    targetId,
    isSame ? { ...before, ...link, email: link.email ?? before.email, how: before.how } : link,
  );
}

function rename(effects: LinkEffects, operation: OperationOf<"update">): void {
  const { targetId } = operation.user;
  const username = changed(operation, "username");
  const email = changed(operation, "email");
  if (username === undefined && email === undefined) return;
  const before = effects.renamed.get(targetId);
  effects.renamed.set(targetId, {
    targetId,
    username: username ?? before?.username,
    email: email ?? before?.email,
  });
}

/** Writes down what `addEffect` gathered: links that go, then those that come, then new names. */
export async function writeEffects(place: LinkPlace, effects: LinkEffects): Promise<void> {
  await dropLinks(place, effects.dropped);
  await writeLinks(place, [...effects.put.values()]);
  await writeRenamed(place, [...effects.renamed.values()]);
  await writeWithdrawn(place, effects.withdrawn);
  await writeKeptGroups(place, effects.groups);
  for (const { pair, apart } of effects.pairs.values()) await (apart ? separate : join)(place, pair);
}
