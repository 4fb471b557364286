import type * as z from "zod";
import { cronTrouble, timezoneTrouble } from "../check-schedule.ts";
import { mapping } from "./mapping.ts";
import { choice, fail, list, section, text, wholeNumber } from "./option.ts";
import { limits, operations, protect } from "./policy.ts";
import { source } from "./source.ts";
import { audit, state } from "./state.ts";
import { target } from "./target.ts";

const schedule = {
  cron: text({
    meaning:
      "When to run with `--cron`: five fields (minute, hour, day, month, weekday), or six with seconds first.",
    right: "a cron expression",
    example: "*/15 * * * *",
  })
    .transform((expression, context) => {
      const trouble = cronTrouble(expression);
      return trouble === undefined ? expression : fail(context, trouble);
    })
    .exactOptional(),
  timezone: text({
    meaning: "Time zone of `cron`, an IANA name. The machine's own when absent.",
    right: "an IANA name",
    example: "Europe/Berlin",
  })
    .transform((name, context) => {
      const trouble = timezoneTrouble(name);
      return trouble === undefined ? name : fail(context, trouble);
    })
    .exactOptional(),
  jitterSeconds: wholeNumber({
    meaning: "Seconds; each cycle starts up to this much later, by chance, so that many machines spread out.",
    example: 60,
    min: 0,
    max: 3600,
  }).prefault(0),
};

const log = {
  level: choice(["debug", "info", "warn", "error", "silent"], {
    meaning: "What is logged. `--log-level` overrides it.",
  }).prefault("info"),
  format: choice(["auto", "pretty", "json"], {
    meaning: "Text for people or JSON lines; `auto` is text on a terminal.",
  }).prefault("auto"),
};

/** The one definition of a config: what is allowed, what is default, what it means. */
export const configSchema = section({
  $schema: text({
    meaning: "Where editors find the JSON Schema. Not used otherwise.",
    right: "a path or an address",
    example: "./node_modules/usersync/schema/usersync.schema.json",
  }).exactOptional(),
  source,
  mapping: section(mapping, { meaning: "How people and groups become accounts and groups." }).prefault({}),
  operations: section(operations, { meaning: "What usersync may do; each can be switched off." }).prefault(
    {},
  ),
  limits: section(limits, {
    meaning: "How much one run may do. When it would do more of something, all of that is withheld and said.",
  }).prefault({}),
  protect: section(protect, { meaning: "What usersync never touches." }).prefault({}),
  targets: list(target, {
    meaning: "The directories to keep in step; each may override mapping, operations, limits and protect.",
    right: "a list with at least one directory",
  }).min(1, { error: () => "a list with at least one directory" }),
  schedule: section(schedule, { meaning: "When `usersync run --cron` runs." }).prefault({}),
  state: section(state, { meaning: "What usersync remembers between runs." }).prefault({}),
  audit: section(audit, { meaning: "A record of every change, for auditors." }).prefault({}),
  log: section(log, { meaning: "What is logged, to stderr." }).prefault({}),
});

export type ParsedConfig = z.output<typeof configSchema>;
