import type { Config } from "../../config/config.ts";
import { UsersyncError } from "../../errors.ts";

/** @throws UsersyncError `USAGE` when nothing is remembered, and a command lives on what is. */
export function assertState({ state }: Pick<Config, "state">): void {
  if (state.type !== "none") return;
  throw new UsersyncError("USAGE", {
    what: "This command needs a state, and the config has none.",
    why: "state.url is none, so no run is recorded and no link is remembered.",
    fix: "Set state.url to file:.usersync/state.db, or to postgres://… when several machines share it.",
  });
}
