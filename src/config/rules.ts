import { type ConfigContext, fromDirectory, readingTrouble } from "./context.ts";
import { type OptionPath, type Problem, pathText } from "./problem.ts";
import { propertiesExist } from "./properties-exist.ts";
import { showValue, valueAt } from "./to-problem.ts";

/**
 * Rules about more than one option, or about files.
 *
 * They look at the config as it was written, so that they speak up together with the problems of single
 * options, and say nothing about what is no option at all.
 */
export type Rule = (config: unknown, context: ConfigContext) => readonly Problem[];

export const RULES: readonly Rule[] = [
  assignedNeedsApplication,
  groupScopeNeedsGroups,
  namesNeedNames,
  targetNamesDiffer,
  directoriesDiffer,
  productsNeedOneSignIn,
  caFilesAreCertificates,
  certificateHasItsKey,
  propertiesExist,
];

const USERS: OptionPath = ["source", "users"];
const GROUPS: OptionPath = ["source", "groups"];

function assignedNeedsApplication(config: unknown): Problem[] {
  return pairRule(config, {
    path: [...USERS, "application"],
    froms: [
      [...USERS, "from"],
      [...GROUPS, "from"],
    ],
    from: "assigned",
    right: "application together with from: assigned, in users or in groups",
  });
}

function groupScopeNeedsGroups(config: unknown): Problem[] {
  return pairRule(config, {
    path: [...USERS, "groups"],
    froms: [[...USERS, "from"]],
    from: "groups",
    right: "users.groups together with users.from: groups",
  });
}

function namesNeedNames(config: unknown): Problem[] {
  return pairRule(config, {
    path: [...GROUPS, "names"],
    froms: [[...GROUPS, "from"]],
    from: "names",
    right: "groups.names together with groups.from: names",
  });
}

interface Pair {
  readonly path: OptionPath;
  /** The options that ask for it. */
  readonly froms: readonly OptionPath[];
  /** What they must be. */
  readonly from: string;
  readonly right: string;
}

const FROMS: ReadonlySet<unknown> = new Set([undefined, "none", "all", "assigned", "groups", "names"]);

/** An option that would be ignored is a problem too: the scope would be wider than it looks. */
function pairRule(config: unknown, { path, froms, from, right }: Pair): Problem[] {
  const chosen = froms.map((place) => valueAt(config, place));
  if (valueAt(config, ["source", "type"]) !== "entra" || chosen.some((one) => !FROMS.has(one))) return [];
  const value = valueAt(config, path);
  const isSet = Array.isArray(value) ? value.length > 0 : value !== undefined;
  const isWanted = chosen.includes(from);
  if (isSet === isWanted) return [];
  const wrong = isWanted ? `is missing, though from is ${from}` : `has no use, since from is not ${from}`;
  return [{ path: pathText(path), wrong, right }];
}

function targetNamesDiffer(config: unknown): Problem[] {
  return repeated(config, (target) => {
    const name = valueAt(target, ["name"]);
    return typeof name === "string" ? name.toLowerCase() : undefined;
  }).map(({ at, first, target }) => {
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

/** What tells two directories of one type apart. The last of them has no default. */
const DIRECTORY_KEYS: Readonly<Record<string, readonly string[]>> = {
  "atlassian-cloud": ["url", "directoryId"],
  crowd: ["url", "application"],
  jira: ["url"],
  confluence: ["url"],
  bitbucket: ["directoryName", "url"],
};

function directoryKey(target: unknown): string | undefined {
  const keys = DIRECTORY_KEYS[String(valueAt(target, ["type"]))] ?? [];
  const values = keys.map((key) => valueAt(target, [key]));
  if (typeof values.at(-1) !== "string") return undefined;
  return JSON.stringify(values).toLowerCase().replace(/\/+"/, '"');
}

const SIGN_IN_RIGHT = "either token, or username and password";

/** Bitbucket takes no token, and its options say so themselves. */
function productsNeedOneSignIn(config: unknown): Problem[] {
  return targetsOf(config).flatMap((target, at) => {
    const type = valueAt(target, ["type"]);
    const trouble = type === "jira" || type === "confluence" ? signInTrouble(target) : undefined;
    return trouble === undefined
      ? []
      : [{ path: `targets[${at}]${trouble.option}`, wrong: trouble.wrong, right: SIGN_IN_RIGHT }];
  });
}

function signInTrouble(target: unknown): { readonly option: string; readonly wrong: string } | undefined {
  const has = (key: string) => valueAt(target, [key]) !== undefined;
  const parts = ["username", "password"].filter(has);
  if (has("token")) return parts.length === 0 ? undefined : { option: "", wrong: "has two ways to sign in" };
  if (parts.length === 2) return undefined;
  if (parts.length === 0) return { option: "", wrong: "says no way to sign in" };
  return { option: has("username") ? ".password" : ".username", wrong: "is missing" };
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

function targetsOf(config: unknown): readonly unknown[] {
  const targets = valueAt(config, ["targets"]);
  return Array.isArray(targets) ? targets : [];
}

function caFilesAreCertificates(config: unknown, context: ConfigContext): Problem[] {
  const places: OptionPath[] = [
    ["source", "caFile"],
    ...targetsOf(config).map((_, at) => ["targets", at, "caFile"]),
  ];
  return places.flatMap((path) =>
    fileProblems(config, context, {
      path,
      parts: [/-----BEGIN (?:TRUSTED )?CERTIFICATE-----/],
      right: "a PEM file that holds -----BEGIN CERTIFICATE-----",
    }),
  );
}

function certificateHasItsKey(config: unknown, context: ConfigContext): Problem[] {
  return fileProblems(config, context, {
    path: ["source", "credential", "certificatePath"],
    parts: [/-----BEGIN CERTIFICATE-----/, /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
    right:
      "a PEM file with both the certificate and its private key; openssl pkcs12 -in file.pfx -out file.pem makes one from a PFX file",
  });
}

interface FileRule {
  readonly path: OptionPath;
  /** What the file's text must hold. */
  readonly parts: readonly RegExp[];
  readonly right: string;
}

function fileProblems(config: unknown, context: ConfigContext, { path, parts, right }: FileRule): Problem[] {
  const name = valueAt(config, path);
  if (typeof name !== "string" || name === "") return [];
  const file = fromDirectory(context, name);
  try {
    const text = context.readText(file);
    if (parts.every((part) => part.test(text))) return [];
    return [{ path: pathText(path), wrong: `names ${file}, which is not such a file`, right }];
  } catch (error) {
    return [{ path: pathText(path), wrong: `names ${file}, which ${readingTrouble(error)}`, right }];
  }
}
