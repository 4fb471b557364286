import { UsersyncError } from "../../../errors.ts";
import type { GroupType } from "../../../model/group-type.ts";
import { parseSourceId } from "../../../model/ids.ts";
import { matcherOf } from "../../../model/wildcard.ts";
import type { GroupFinder, GroupRef } from "./find-groups.ts";

/** Groups that one setting asks for. */
export interface WantedGroups {
  /** Where they stand in the config: `source.groups.names`. */
  readonly setting: string;
  /** Object ids, display names, and with `patterns` names with a wildcard. */
  readonly names: readonly string[];
  /** Whether `*` stands for any text; else it is a letter like others. */
  readonly patterns: boolean;
  /** Whether a name that several groups have is refused. */
  readonly unambiguous: boolean;
  /** What groups may be that only fit a pattern; anything when absent. The caller leaves the others out. */
  readonly types?: readonly GroupType[] | undefined;
}

export interface LookedUpGroups {
  /** What the names and ids stand for. */
  readonly named: readonly GroupRef[];
  /** The same by entry of the setting. */
  readonly byEntry: ReadonlyMap<string, readonly GroupRef[]>;
  /** What fits a pattern. */
  readonly fitting: readonly GroupRef[];
  /** One for each entry that means no group, or too many. `CONFIG_INVALID`: repeating does not mend it. */
  readonly problems: readonly UsersyncError[];
}

/** The people in scope are the members of these. Nobody may be let in by a guess. */
export function scopeGroups(names: readonly string[]): WantedGroups {
  return { setting: "source.users.groups", names, patterns: false, unambiguous: true };
}

export function mirroredGroups(names: readonly string[], types?: readonly GroupType[]): WantedGroups {
  return { setting: "source.groups.names", names, patterns: true, unambiguous: false, types };
}

/** A rule decides by these who is in scope. */
export function ruleGroups(names: readonly string[]): WantedGroups {
  return { setting: "source.users.where (memberOf)", names, patterns: false, unambiguous: true };
}

export function isPattern(name: string): boolean {
  return name.includes("*");
}

/** Looks every entry of a setting up. What is wrong with them is returned, all of it, rather than thrown. */
export async function lookUpGroups(finder: GroupFinder, wanted: WantedGroups): Promise<LookedUpGroups> {
  const { names, patterns } = wanted;
  const isLoose = (name: string) => patterns && isPattern(name);
  const [named, fitting] = await Promise.all([
    findNamed(
      finder,
      names.filter((name) => !isLoose(name)),
    ),
    findFitting(finder, names.filter(isLoose)),
  ]);
  const problems = await Promise.all(
    names.map((name) => judge(finder, name, named.get(name) ?? fitting.get(name) ?? [], wanted)),
  );
  return {
    named: [...named.values()].flat(),
    byEntry: named,
    fitting: [...fitting.values()].flat(),
    problems: problems.filter((problem) => problem !== undefined),
  };
}

/** One error for all that is wrong; `undefined` for nothing. */
export function toOneProblem(problems: readonly UsersyncError[]): UsersyncError | undefined {
  const [first, ...rest] = problems;
  if (first === undefined || rest.length === 0) return first;
  const listed = problems.map(({ message, fix }) => `  ${message}\n    Fix: ${fix}`);
  return new UsersyncError("CONFIG_INVALID", {
    what: `${problems.length} entries of the config do not say which group is meant:\n\n${listed.join("\n\n")}`,
    why: "An absent group is not taken for an empty one, and between several nobody may guess.",
    fix: "Correct what is listed; `usersync check` looks again.",
  });
}

type Found = ReadonlyMap<string, readonly GroupRef[]>;

async function findNamed(finder: GroupFinder, names: readonly string[]): Promise<Found> {
  const byId = await finder.byIds(names.map(parseSourceId).filter((id) => id !== undefined));
  const found = await Promise.all(
    names.map(async (name): Promise<[string, readonly GroupRef[]]> => {
      const id = parseSourceId(name);
      if (id === undefined) return [name, await finder.byName(name)];
      const group = byId.get(id);
      return [name, group === undefined ? [] : [group]];
    }),
  );
  return new Map(found);
}

async function findFitting(finder: GroupFinder, patterns: readonly string[]): Promise<Found> {
  if (patterns.length === 0) return new Map();
  const groups = await finder.all();
  return new Map(
    patterns.map((pattern) => {
      const isFitting = matcherOf([pattern]);
      return [pattern, groups.filter(({ name }) => isFitting(name))];
    }),
  );
}

async function judge(
  finder: GroupFinder,
  name: string,
  found: readonly GroupRef[],
  { setting, patterns, unambiguous }: WantedGroups,
): Promise<UsersyncError | undefined> {
  if (found.length > 1 && unambiguous) return ambiguous(name, found, setting);
  if (found.length > 0) return undefined;
  const isLoose = patterns && isPattern(name);
  const similar = parseSourceId(name) === undefined ? await similarTo(finder, name, isLoose) : [];
  return notFound({ name, setting, isLoose, similar });
}

async function similarTo(finder: GroupFinder, name: string, isLoose: boolean): Promise<readonly GroupRef[]> {
  const letters = isLoose ? name.replaceAll("*", "") : name;
  return letters === "" ? [] : await finder.similarTo(letters);
}

function notFound({
  name,
  setting,
  isLoose,
  similar,
}: {
  readonly name: string;
  readonly setting: string;
  readonly isLoose: boolean;
  readonly similar: readonly GroupRef[];
}): UsersyncError {
  const hint = similar.length === 0 ? "" : ` Similar groups: ${candidates(similar)}.`;
  return new UsersyncError("CONFIG_INVALID", {
    what: isLoose
      ? `No group in Entra has a name that fits ${name} of ${setting}.`
      : `The group ${name} of ${setting} does not exist in Entra.`,
    why: isLoose
      ? "Groups were deleted or renamed, or the pattern is misspelled. Going on would end their sync silently."
      : "It was deleted or renamed, or never was. An absent group is not taken for an empty one.",
    fix: `Correct or remove it in ${setting}.${hint}`,
  });
}

function ambiguous(name: string, groups: readonly GroupRef[], setting: string): UsersyncError {
  return new UsersyncError("CONFIG_INVALID", {
    what: `${groups.length} groups in Entra are called ${name}.`,
    why: "Names are not unique in Entra, and guessing would let the wrong people in.",
    fix: `Put the object id of the right one into ${setting} instead of the name: ${candidates(groups)}.`,
  });
}

function candidates(groups: readonly GroupRef[]): string {
  return groups.map(({ id, name }) => `${id} (${name})`).join(", ");
}
