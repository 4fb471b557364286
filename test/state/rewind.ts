import type { StateConfig } from "../../src/config/config.ts";
import { rawAccess } from "./raw-access.ts";

/** What takes each step of the schema back, the newest first. */
const STEPS: readonly (readonly [name: string, statements: readonly string[]])[] = [
  ["0004-groups", ["drop table if exists kept_groups"]],
  [
    "0003-circumstances",
    [
      "alter table separations drop column account_key",
      "alter table runs drop column circumstances",
      "alter table run_targets drop column error",
      "alter table run_targets drop column withheld",
    ],
  ],
  [
    "0002-access",
    [
      "drop index journal_failed_imports",
      "alter table links drop column withdrawn",
      "alter table links drop column fresh",
    ],
  ],
];

/** Makes a state look as an older version has left it, whose last step this was. */
export async function rewindTo(last: string, config: StateConfig): Promise<void> {
  const raw = rawAccess(config);
  const later = STEPS.filter(([name]) => name > last).flatMap(([, statements]) => statements);
  for (const statement of later) await raw.run(statement);
  await raw.run(`delete from usersync_migrations where name > '${last}'`);
}
