import { configFromText } from "../../config/load-config.ts";
import { ConfigError, type Problem } from "../../config/problem.ts";
import { UsersyncError } from "../../errors.ts";
import { neededVariables, type StarterAnswers, starterConfig } from "./starter-config.ts";

/** An answer that would keep the written config from loading. `flag` is the option that gives it. */
export type AnswerProblem = Omit<Problem, "path"> & { readonly flag: string };

/** Values that fit, so that only answers can be wrong. */
const STAND_IN = "placeholder";
const STAND_IN_ADDRESS = "https://atlassian.example.com";

/** The options of `init`, by where the config has them. */
const FLAGS: Readonly<Record<string, string>> = {
  "source.tenantId": "--tenant-id",
  "source.credential.clientId": "--client-id",
  "atlassian-cloud.directoryId": "--directory-id",
  "crowd.url": "--crowd-url",
  "crowd.application": "--crowd-application",
  "jira.url": "--jira-url",
  "confluence.url": "--confluence-url",
  "bitbucket.url": "--bitbucket-url",
};

/**
 * Loads the config that the answers make, as a later run would, with values in place of the variables
 * that are still to be set.
 *
 * @param env For answers that refer to variables of their own.
 */
export function answerProblems(
  answers: StarterAnswers,
  env: Readonly<Record<string, string | undefined>>,
): readonly AnswerProblem[] {
  try {
    configFromText(starterConfig(answers), { env: { ...env, ...standIns(answers) }, directory: "." });
    return [];
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map((problem) => withFlag(problem, answers, error));
    throw error;
  }
}

/** @throws UsersyncError `USAGE`, naming every option whose value no config can have. */
export function assertSound(
  answers: StarterAnswers,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const problems = answerProblems(answers, env);
  if (problems.length === 0) return;
  const listed = problems.map(
    ({ flag, value, wrong, right }) =>
      `  ${flag}${value === undefined ? "" : ` ${value}`} ${wrong}.\n    Right: ${right}.`,
  );
  throw new UsersyncError("USAGE", {
    what: `No config can be made of these answers:\n\n${listed.join("\n\n")}`,
    why: "It would not load, so no file was written.",
    fix: "Correct what is listed, or leave it out and set it later, in the environment or in the file.",
  });
}

function standIns(answers: StarterAnswers): Readonly<Record<string, string | undefined>> {
  const names = neededVariables(answers).map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, name.endsWith("_URL") ? STAND_IN_ADDRESS : STAND_IN]));
}

/** What stands at no option's place was not answered but written by us, so it is our mistake. */
function withFlag(
  { path, ...problem }: Problem,
  { targets }: StarterAnswers,
  error: ConfigError,
): AnswerProblem {
  const place = path.replace(/^targets\[(\d+)\]/, (_, at: string) => targets[Number(at)]?.type ?? "");
  const flag = FLAGS[place];
  if (flag === undefined) throw new Error("The starter config does not load.", { cause: error });
  return { flag, ...problem };
}
