import { type ConfigContext, fromDirectory, readingTrouble } from "./context.ts";
import { NESTING_RULES } from "./nesting-rules.ts";
import { type OptionPath, type Problem, pathText } from "./problem.ts";
import { propertiesExist } from "./properties-exist.ts";
import type { Rule } from "./rule.ts";
import { TARGET_RULES, targetsOf } from "./target-rules.ts";
import { valueAt } from "./to-problem.ts";

/** In any order: problems are sorted afterwards. */
export const RULES: readonly Rule[] = [
  assignedNeedsApplication,
  groupScopeNeedsGroups,
  namesNeedNames,
  ...TARGET_RULES,
  ...NESTING_RULES,
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
