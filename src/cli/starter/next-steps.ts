import { neededVariables, type StarterAnswers } from "./starter-config.ts";
import type { StarterTarget } from "./starter-target.ts";

export interface Written {
  readonly file: string;
  /** Where it lies is where usersync looks by itself. */
  readonly isFound: boolean;
  readonly answers: StarterAnswers;
}

/** What `init` says when the file is there: what to set, what to run, and what to copy from there. */
export function nextSteps({ file, isFound, answers }: Written): string {
  const flag = isFound ? "" : ` --config ${file}`;
  return [
    `Wrote ${file}.`,
    "",
    "Set these environment variables; the file refers to them:",
    ...aligned(neededVariables(answers).map(({ name, where }) => [name, where])),
    "",
    "Then:",
    `  usersync check${flag}   sign in on both sides and see what is missing`,
    `  usersync plan${flag}    see what a run would do`,
    ...namesToCopy(answers.targets),
  ].join("\n");
}

type Line = readonly [first: string, second: string];

interface Copied {
  readonly option: string;
  readonly types: readonly StarterTarget["type"][];
  readonly what: string;
}

/** Options that nobody can fill in by heart. */
const COPIED: readonly Copied[] = [
  {
    option: "mapping.defaultGroups",
    types: ["jira", "confluence"],
    what: "groups with a licence for new people",
  },
  {
    option: "listing.groups",
    types: ["jira", "confluence"],
    what: "groups that everybody is in, where check says that accounts are not listed",
  },
  { option: "directoryName", types: ["bitbucket"], what: "the user directory to keep in step" },
  { option: "licenseGroups", types: ["bitbucket"], what: "groups that let people in, if not stash-users" },
];

function namesToCopy(targets: readonly StarterTarget[]): readonly string[] {
  const lines = COPIED.flatMap(({ option, types, what }): Line[] => {
    const found = targets.map(({ type }) => type).filter((type) => types.includes(type));
    return found.length === 0 ? [] : [[option, `${found.join(", ")}: ${what}`]];
  });
  if (lines.length === 0) return [];
  return [
    "",
    "usersync check also prints the groups that grant a licence, and user directories where it can. Copy the",
    "names to these options, which stand in the file as comments:",
    ...aligned(lines),
  ];
}

function aligned(lines: readonly Line[]): readonly string[] {
  const width = Math.max(...lines.map(([first]) => first.length));
  return lines.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
