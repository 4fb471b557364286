import { existsSync } from "node:fs";
import type { StateConfig } from "../config/config.ts";
import type { Clock } from "../model/clock.ts";
import { createState } from "./create-state.ts";
import { emptyState, noState } from "./no-state.ts";
import type { State } from "./state.ts";
import { breakageAt } from "./store/explain-breakage.ts";
import { freshnessOf, migrate } from "./store/migrate.ts";
import { placeOf } from "./store/place-of.ts";
import type { Store } from "./store/store.ts";
import { systemTimer, type Timer } from "./timer.ts";

export interface StateParts {
  readonly clock: Clock;
  /** Of usersync. */
  readonly version: string;
  /** `read` makes nothing: a state that is not there yet is an empty one. `write` when absent. */
  readonly mode?: "read" | "write";
  /** Told when nothing is remembered yet. */
  readonly onNew?: (news: NewState) => void;
  /** The machine's own when absent. */
  readonly timer?: Timer;
}

/** A state in which nothing stands yet. */
export interface NewState {
  readonly place: string;
  /** `empty`: a file that is there, and holds nothing. */
  readonly was: "absent" | "empty";
  /** False where it was opened for reading only: then it still is as it was. */
  readonly made: boolean;
}

/**
 * Opens the state, makes it on first use, and brings what an older version made up to date.
 *
 * @throws UsersyncError `STATE_UNUSABLE`, before anything is written to a directory.
 */
export async function openState(config: StateConfig, parts: StateParts): Promise<State> {
  if (config.type === "none") return noState();
  const place = placeOf(config);
  const explain = breakageAt(config);
  const was = config.type === "file" && existsSync(config.path) ? "empty" : "absent";
  const made = parts.mode !== "read";
  const tell = () => parts.onNew?.({ place, was, made });
  const store = await openStore(config, parts).catch(explain);
  if (store === undefined) {
    tell();
    return emptyState();
  }
  try {
    const freshness = await freshnessOf(store, { place, version: parts.version });
    if (freshness === "empty" && !made) {
      tell();
      await store.close();
      return emptyState();
    }
    if (freshness !== "current") await migrate(store);
    if (freshness === "empty") tell();
  } catch (error) {
    await store.close();
    return explain(error);
  }
  return createState({ store, place, explain, clock: parts.clock, timer: parts.timer ?? systemTimer });
}

/** Each kind is loaded only where it is used: a native library here, a client of a database there. */
async function openStore(
  config: Exclude<StateConfig, { readonly type: "none" }>,
  { clock, mode = "write" }: StateParts,
): Promise<Store | undefined> {
  switch (config.type) {
    case "file": {
      const { openSqlite } = await import("./store/open-sqlite.ts");
      return openSqlite({ path: config.path, clock, mode });
    }
    case "postgres": {
      const { openPostgres } = await import("./store/open-postgres.ts");
      return openPostgres(config.url);
    }
  }
}
