import { UsersyncError } from "../../errors.ts";
import { STARTER_TARGETS } from "../command-line/choices.ts";
import type { StarterAnswers } from "./starter-config.ts";
import type { StarterTarget } from "./starter-target.ts";

type TargetType = StarterTarget["type"];

/** The options of `init` that answer something. */
export interface AnswerOptions {
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly target: readonly TargetType[];
  readonly directoryId?: string;
  readonly crowdUrl?: string;
  readonly crowdApplication?: string;
  readonly jiraUrl?: string;
  readonly confluenceUrl?: string;
  readonly bitbucketUrl?: string;
}

interface DirectoryOption {
  readonly flag: string;
  readonly key: Exclude<keyof AnswerOptions, "target">;
  readonly type: TargetType;
}

/** Each says something about one directory. */
const DIRECTORY_OPTIONS: readonly DirectoryOption[] = [
  { flag: "--directory-id", key: "directoryId", type: "atlassian-cloud" },
  { flag: "--crowd-url", key: "crowdUrl", type: "crowd" },
  { flag: "--crowd-application", key: "crowdApplication", type: "crowd" },
  { flag: "--jira-url", key: "jiraUrl", type: "jira" },
  { flag: "--confluence-url", key: "confluenceUrl", type: "confluence" },
  { flag: "--bitbucket-url", key: "bitbucketUrl", type: "bitbucket" },
];

/**
 * What the command line answers. An option of one directory asks for that directory where `--target` says
 * nothing; there may be none.
 *
 * @throws UsersyncError `USAGE` for an option of a directory that `--target` leaves out: what it says must
 *   not be dropped silently.
 */
export function givenAnswers(options: AnswerOptions): StarterAnswers {
  const given = DIRECTORY_OPTIONS.filter(({ key }) => options[key] !== undefined);
  const chosen = new Set(options.target);
  const useless = given.find(({ type }) => !chosen.has(type));
  if (chosen.size > 0 && useless !== undefined) throw needsTarget(useless);
  const asked = STARTER_TARGETS.filter((type) => given.some((option) => option.type === type));
  const { tenantId, clientId } = options;
  return {
    ...(tenantId !== undefined && { tenantId }),
    ...(clientId !== undefined && { clientId }),
    targets: (chosen.size > 0 ? [...chosen] : asked).map((type) => targetOf(type, options)),
  };
}

function targetOf(type: TargetType, options: AnswerOptions): StarterTarget {
  switch (type) {
    case "atlassian-cloud": {
      const { directoryId } = options;
      return { type, ...(directoryId !== undefined && { directoryId }) };
    }
    case "crowd": {
      const { crowdApplication: application } = options;
      return { type, ...withUrl(options.crowdUrl), ...(application !== undefined && { application }) };
    }
    case "jira":
      return { type, ...withUrl(options.jiraUrl) };
    case "confluence":
      return { type, ...withUrl(options.confluenceUrl) };
    case "bitbucket":
      return { type, ...withUrl(options.bitbucketUrl) };
  }
}

function withUrl(url: string | undefined) {
  return url === undefined ? {} : { url };
}

function needsTarget({ flag, type }: DirectoryOption): UsersyncError {
  return new UsersyncError("USAGE", {
    what: `${flag} needs --target ${type}.`,
    why: `The config would have no such directory: --target was given, without ${type}.`,
    fix: `Add --target ${type}, or leave ${flag} out.`,
  });
}
