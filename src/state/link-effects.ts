import type { Operation } from "../model/operation.ts";
import type { LinkOrigin, Separation } from "../model/recorded.ts";
import { storable } from "./store.ts";
import {
  dropLinks,
  type LinkPlace,
  type LinkToWrite,
  type RenamedAccount,
  writeLinks,
  writeRenamed,
} from "./write-links.ts";

/** What operations that were done mean for the links of their directory, taken together. */
export interface LinkEffects {
  readonly put: Map<string, LinkToWrite>;
  readonly renamed: Map<string, RenamedAccount>;
  /** Persons who had an account, by the account. */
  readonly dropped: Map<string, string>;
  /** By person and account: whether an admin took them apart, or put them together again. */
  readonly pairs: Map<string, { readonly pair: Separation; readonly apart: boolean }>;
}

export function noEffects(): LinkEffects {
  return { put: new Map(), renamed: new Map(), dropped: new Map(), pairs: new Map() };
}

/**
 * Adds what one operation means, in the order in which they were done.
 *
 * @param made The id of the account that an import made.
 */
export function addEffect(effects: LinkEffects, operation: Operation, made: string | undefined): void {
  switch (operation.kind) {
    case "import": {
      if (made === undefined) return;
      const { sourceId, username } = operation.user;
      putLink(effects, {
        targetId: made,
        sourceId,
        username,
        email: changed(operation, "email"),
        how: "import",
      });
      return;
    }
    case "link":
      addLink(effects, operation);
      return;
    case "update":
      rename(effects, operation);
      return;
    case "enable":
    case "disable":
    case "create-group":
    case "add-member":
    case "remove-member":
    case "hand-over":
      return;
  }
}

type OperationOf<Kind extends Operation["kind"]> = Extract<Operation, { readonly kind: Kind }>;

function changed(operation: OperationOf<"import" | "update" | "link">, field: string): string | undefined {
  return operation.changes.find((change) => change.field === field)?.to;
}

function addLink(effects: LinkEffects, operation: OperationOf<"link">): void {
  const { sourceId, targetId, username } = operation.user;
  const pair: Separation = { sourceId, targetId };
  const key = `${sourceId} ${targetId}`;
  if (changed(operation, "link") === "") {
    for (const [id, link] of effects.put) if (link.sourceId === sourceId) effects.put.delete(id);
    effects.put.delete(targetId);
    effects.renamed.delete(targetId);
    effects.dropped.set(targetId, sourceId);
    if (operation.reason === "by-hand") effects.pairs.set(key, { pair, apart: true });
    return;
  }
  putLink(effects, { targetId, sourceId, username, email: undefined, how: originOf(operation) });
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
  effects.put.set(targetId, isSame ? { ...link, email: link.email ?? before.email, how: before.how } : link);
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
  for (const { pair, apart } of effects.pairs.values()) await (apart ? separate : join)(place, pair);
}

async function separate({ db, directory, at }: LinkPlace, { sourceId, targetId }: Separation): Promise<void> {
  await db
    .insertInto("separations")
    .values({ directory, source_id: sourceId, target_id: storable(targetId), made_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function join({ db, directory }: LinkPlace, { sourceId, targetId }: Separation): Promise<void> {
  await db
    .deleteFrom("separations")
    .where("directory", "=", directory)
    .where("source_id", "=", sourceId)
    .where("target_id", "=", storable(targetId))
    .execute();
}
