import type { ConfigContext } from "./context.ts";
import { signInTrouble } from "./one-sign-in.ts";
import type { Problem } from "./problem.ts";
import { readWebAddress } from "./read-web-address.ts";
import type { Rule } from "./rule.ts";
import { ATLASSIAN_API } from "./schema/target.ts";
import { showValue, valueAt } from "./to-problem.ts";

/** Rules about targets beside each other, and about options of one target that belong together. */
export const TARGET_RULES: readonly Rule[] = [
  targetNamesDiffer,
  directoriesDiffer,
  bitbucketDirectoriesAreNamed,
  targetsCanSignIn,
];

/** The targets as they were written; none when that is no list. */
export function targetsOf(config: unknown): readonly unknown[] {
  const targets = valueAt(config, ["targets"]);
  return Array.isArray(targets) ? targets : [];
}

function targetNamesDiffer(config: unknown): Problem[] {
  return repeated(config, (target) => textAt(target, "name")?.toLowerCase()).map(({ at, first, target }) => {
    const shown = showValue(valueAt(target, ["name"]));
    return {
      path: `targets[${at}].name`,
      ...(shown === undefined ? {} : { value: shown }),
      wrong: `is the name of targets[${first}] too`,
      right: "a name of its own for each target",
    };
  });
}

/** Two targets in one directory would undo each other's work, run after run. */
function directoriesDiffer(config: unknown): Problem[] {
  return repeated(config, directoryKey).map(({ at, first }) => ({
    path: `targets[${at}]`,
    wrong: `is the same directory as targets[${first}]`,
    right: "one target for each directory",
  }));
}

/** What tells two directories at one address apart, for each type. */
const TOLD_APART_BY: Readonly<Record<string, string | undefined>> = {
  "atlassian-cloud": "directoryId",
  crowd: "application",
  jira: undefined,
  confluence: undefined,
  bitbucket: "directoryName",
};

function directoryKey(target: unknown): string | undefined {
  const type = textAt(target, "type") ?? "";
  const address = addressOf(target);
  if (address === undefined || !Object.hasOwn(TOLD_APART_BY, type)) return undefined;
  const option = TOLD_APART_BY[type];
  const part = option === undefined ? "" : textAt(target, option);
  if (part === undefined && type !== "bitbucket") return undefined;
  return JSON.stringify([type, address, part]).toLowerCase();
}

/** As the config will have it, so that a slash at the end makes no difference. */
function addressOf(target: unknown): string | undefined {
  const usual = textAt(target, "type") === "atlassian-cloud" ? ATLASSIAN_API : undefined;
  const url = textAt(target, "url") ?? usual;
  if (url === undefined) return undefined;
  const reading = readWebAddress(url, { shape: "with-path", http: "on-loopback" });
  return "address" in reading ? reading.address : undefined;
}

/** A target without a name of its directory means all accounts of that Bitbucket, those of another target too. */
function bitbucketDirectoriesAreNamed(config: unknown): Problem[] {
  const places = targetsOf(config).flatMap((target, at) => {
    const address = textAt(target, "type") === "bitbucket" ? addressOf(target) : undefined;
    const named = textAt(target, "directoryName") !== undefined;
    return address === undefined ? [] : [{ at, named, address: address.toLowerCase() }];
  });
  return places.flatMap(({ at, named, address }) => {
    const other = places.find((place) => place.named && place.address === address);
    if (named || other === undefined) return [];
    return [
      {
        path: `targets[${at}].directoryName`,
        wrong: `is missing, though targets[${other.at}] is a directory of the same Bitbucket`,
        right: "directoryName in each of them; a target without it means all accounts",
      },
    ];
  });
}

function targetsCanSignIn(config: unknown, _context: ConfigContext, emptied: ReadonlySet<string>): Problem[] {
  return targetsOf(config).flatMap((target, at) => {
    const trouble = signInTrouble(target, (option) => emptied.has(`targets[${at}].${option}`));
    if (trouble === undefined) return [];
    const { option, wrong, right } = trouble;
    return [{ path: `targets[${at}].${option}`, wrong, right }];
  });
}

function textAt(target: unknown, option: string): string | undefined {
  const value = valueAt(target, [option]);
  return typeof value === "string" ? value : undefined;
}

function repeated(config: unknown, keyOf: (target: unknown) => string | undefined) {
  const seen = new Map<string, number>();
  return targetsOf(config).flatMap((target, at) => {
    const key = keyOf(target);
    if (key === undefined) return [];
    const first = seen.get(key);
    if (first === undefined) seen.set(key, at);
    return first === undefined ? [] : [{ at, first, target }];
  });
}
