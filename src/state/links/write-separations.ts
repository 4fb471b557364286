import type { Separation } from "../../model/recorded.ts";
import { storable } from "../store/store.ts";
import type { LinkPlace } from "./write-links.ts";

/** Keeps a person and an account apart from now on. */
export async function separate(
  { db, directory, at }: LinkPlace,
  { sourceId, targetId, key }: Separation,
): Promise<void> {
  const account = { target_id: storable(targetId), account_key: key === undefined ? null : storable(key) };
  await db
    .insertInto("separations")
    .values({ directory, source_id: sourceId, ...account, made_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Lets a person and an account find each other again, whatever the account was called when they were parted. */
export async function join(
  { db, directory }: LinkPlace,
  { sourceId, targetId, key }: Separation,
): Promise<void> {
  await db
    .deleteFrom("separations")
    .where("directory", "=", directory)
    .where("source_id", "=", sourceId)
    .where((is) =>
      is.or([
        is("target_id", "=", storable(targetId)),
        ...(key === undefined ? [] : [is("account_key", "=", storable(key))]),
      ]),
    )
    .execute();
}
