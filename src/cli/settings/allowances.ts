import type { Config, LimitsConfig } from "../../config/config.ts";
import { LIMIT_FORMS, readLimit } from "../../config/read-limit.ts";
import { UsersyncError } from "../../errors.ts";
import { nearest } from "../../model/nearest.ts";

/** The limits that are numbers or shares, and those that are yes or no. */
const AMOUNTS = [
  "disable",
  "removeMembers",
  "removeMembersTotal",
  "import",
  "update",
  "rename",
  "shrinkSource",
  "shrinkScope",
] as const satisfies readonly (keyof LimitsConfig)[];
const SWITCHES = [
  "unmatched",
  "emptyGroup",
  "ownAccount",
  "lastMember",
] as const satisfies readonly (keyof LimitsConfig)[];

/**
 * The config with limits lifted for one run, as `--allow disable=50` and `--allow emptyGroup` say.
 *
 * @throws UsersyncError `USAGE` for a limit that there is not, and for a value that is none.
 */
export function withAllowances(config: Config, allow: readonly string[]): Config {
  if (allow.length === 0) return config;
  const lifted: Partial<LimitsConfig> = Object.assign({}, ...allow.map(readAllowance));
  const targets = config.targets.map((target) => ({ ...target, limits: { ...target.limits, ...lifted } }));
  return { ...config, targets };
}

function readAllowance(text: string): Partial<LimitsConfig> {
  const [name = "", value] = text.split(/=(.*)/s);
  if (isOneOf(SWITCHES, name)) return readSwitch(name, value);
  if (isOneOf(AMOUNTS, name)) return readAmount(name, value);
  const meant = nearest(name, [...AMOUNTS, ...SWITCHES]);
  const example =
    "Write for example --allow disable=50, or --allow emptyGroup. The plan names what it would take.";
  throw new UsersyncError("USAGE", {
    what: `There is no limit named “${name}”.`,
    why: `--allow takes one of ${AMOUNTS.join(", ")} with a value, or one of ${SWITCHES.join(", ")} without.`,
    fix: meant === undefined ? example : `Did you mean ${meant}? ${example}`,
  });
}

function readSwitch(name: (typeof SWITCHES)[number], value: string | undefined): Partial<LimitsConfig> {
  if (value === undefined || value === "allow") return { [name]: "allow" };
  throw new UsersyncError("USAGE", {
    what: `--allow ${name} takes no value.`,
    why: `This limit is on or off; “${value}” was given.`,
    fix: `Write --allow ${name}.`,
  });
}

function readAmount(name: (typeof AMOUNTS)[number], value: string | undefined): Partial<LimitsConfig> {
  const reading = readLimit(value);
  if ("limit" in reading) return { [name]: reading.limit };
  throw new UsersyncError("USAGE", {
    what:
      value === undefined ? `--allow ${name} needs a value.` : `--allow ${name}=${value} ${reading.wrong}.`,
    why: `It may be ${LIMIT_FORMS}.`,
    fix: `Write for example --allow ${name}=50. The plan names what it would take.`,
  });
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return (names as readonly string[]).includes(name);
}
