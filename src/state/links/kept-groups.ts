import type { ErrorCode } from "../../errors.ts";
import type { GroupSource } from "../../model/desired.ts";
import { foldName } from "../../model/names.ts";
import type { CreateGroup } from "../../model/operation.ts";
import type { GroupNews, KeptGroup } from "../../model/recorded.ts";
import type { Queries } from "../store/store.ts";
import type { LinkPlace } from "./write-links.ts";

/** The groups of a directory that are kept in step, by name. */
export async function readKeptGroups(db: Queries, directory: number): Promise<readonly KeptGroup[]> {
  const rows = await db
    .selectFrom("kept_groups")
    .select(["name", "sources", "how"])
    .where("directory", "=", directory)
    .orderBy("folded")
    .execute();
  return rows.map(({ name, sources, how }) => ({
    name,
    sources: JSON.parse(sources) as readonly GroupSource[],
    how: how as KeptGroup["how"],
  }));
}

/** What a directory answers when it has refused to make a group, and so has not made it. */
const REFUSALS: readonly ErrorCode[] = ["REFUSED", "CONFLICT", "PERMISSION_MISSING", "SIGN_IN_FAILED"];

/**
 * Groups of which the last run does not know whether it has made them: the answer was lost, or there was none.
 * What became of them is settled by the next run, so earlier ones do not count.
 */
export async function readPerhapsMade(db: Queries, directory: number): Promise<readonly KeptGroup[]> {
  const rows = await db
    .selectFrom("journal")
    .select(["operation", "error"])
    .where("directory", "=", directory)
    .where("kind", "=", "create-group")
    .where("status", "=", "failed")
    .where("run", ">=", (query) =>
      query
        .selectFrom("run_targets")
        .innerJoin("runs", "runs.id", "run_targets.run")
        .select(({ fn }) => fn.max("runs.id").as("last"))
        .where("run_targets.directory", "=", directory)
        .where("runs.kind", "in", ["run", "apply"]),
    )
    .execute();
  return rows.flatMap(({ operation, error }) => {
    const { group, sources } = JSON.parse(operation) as CreateGroup;
    const { code } = JSON.parse(error ?? "{}") as { readonly code?: ErrorCode };
    if (sources === undefined || code === undefined || REFUSALS.includes(code)) return [];
    return [{ name: group.name, sources, how: "created" }];
  });
}

/** Writes down which groups are kept from now on, and which are kept no longer. */
export async function writeKeptGroups(
  place: LinkPlace,
  groups: ReadonlyMap<string, KeptGroup | "released">,
): Promise<void> {
  for (const [name, group] of groups) await (group === "released" ? forget(place, name) : keep(place, group));
}

/** Writes down what a reading taught. How a group came to be kept, and since when, stays as it was. */
export async function learnOfGroups(place: LinkPlace, { changed, gone }: GroupNews): Promise<void> {
  for (const group of changed) await keep(place, group);
  for (const name of gone) await forget(place, name);
}

async function keep({ db, directory, at }: LinkPlace, { name, sources, how }: KeptGroup): Promise<void> {
  const now = { name, sources: JSON.stringify(sources) };
  await db
    .insertInto("kept_groups")
    .values({ directory, folded: foldName(name), how, kept_at: at, ...now })
    .onConflict((conflict) => conflict.columns(["directory", "folded"]).doUpdateSet(now))
    .execute();
}

async function forget({ db, directory }: LinkPlace, name: string): Promise<void> {
  await db
    .deleteFrom("kept_groups")
    .where("directory", "=", directory)
    .where("folded", "=", foldName(name))
    .execute();
}
