import { UsersyncError } from "../../errors.ts";
import { STARTER_TARGETS } from "../command-line/choices.ts";
import type { World } from "../world/world.ts";
import { answerProblems } from "./answer-problems.ts";
import type { StarterAnswers } from "./starter-config.ts";
import { ADDRESSES, type ServerType, type StarterTarget, TITLES } from "./starter-target.ts";

interface Context {
  readonly streams: { readonly input: World["stdin"]; readonly output: World["stderr"] };
  readonly env: World["env"];
}

interface Question {
  readonly what: string;
  /** What an empty answer leaves it to. */
  readonly variable: string;
  /** A config's answers with this one among them, to try it. */
  readonly asAnswers: (answer: string) => StarterAnswers;
}

const TENANT: Question = {
  what: "Entra tenant id",
  variable: "ENTRA_TENANT_ID",
  asAnswers: (tenantId) => ({ tenantId, targets: [{ type: "crowd" }] }),
};

const CLIENT: Question = {
  what: "Client id of the app",
  variable: "ENTRA_CLIENT_ID",
  asAnswers: (clientId) => ({ clientId, targets: [{ type: "crowd" }] }),
};

const DIRECTORY: Question = {
  what: "SCIM directory id",
  variable: "ATLASSIAN_DIRECTORY_ID",
  asAnswers: (directoryId) => ({ targets: [{ type: "atlassian-cloud", directoryId }] }),
};

const addressQuestion = (type: ServerType): Question => ({
  what: `${TITLES[type]}: its address`,
  variable: ADDRESSES[type].name,
  asAnswers: (url) => ({ targets: [{ type, url }] }),
});

/**
 * Asks on the terminal for what the flags left open, and again where the answer cannot be right. Never
 * for a secret: those stay in the environment.
 *
 * @throws UsersyncError `CANCELED` on Ctrl-C.
 */
export async function askStarter(
  given: StarterAnswers,
  { stdin, stderr, env }: World,
): Promise<StarterAnswers> {
  const context: Context = { streams: { input: stdin, output: stderr }, env };
  try {
    const tenantId = given.tenantId ?? (await askText(TENANT, context));
    const clientId = given.clientId ?? (await askText(CLIENT, context));
    const chosen = given.targets.length > 0 ? given.targets : await askTargets(context);
    const targets: StarterTarget[] = [];
    for (const target of chosen) targets.push(await askAbout(target, context));
    return { ...present("tenantId", tenantId), ...present("clientId", clientId), targets };
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") throw stoppedAsking(error);
    throw error;
  }
}

async function askTargets({ streams }: Context): Promise<readonly StarterTarget[]> {
  const { checkbox } = await import("@inquirer/prompts");
  const choices = STARTER_TARGETS.map((type) => ({ value: type, name: TITLES[type] }));
  const types = await checkbox({ message: "Which directories?", choices, required: true }, streams);
  return types.map((type) => ({ type }));
}

async function askAbout(target: StarterTarget, context: Context): Promise<StarterTarget> {
  if (target.type === "atlassian-cloud") {
    const directoryId = target.directoryId ?? (await askText(DIRECTORY, context));
    return { ...target, ...present("directoryId", directoryId) };
  }
  const url = target.url ?? (await askText(addressQuestion(target.type), context));
  return { ...target, ...present("url", url) };
}

/** An empty answer leaves it to the environment. */
async function askText(
  { what, variable, asAnswers }: Question,
  { streams, env }: Context,
): Promise<string | undefined> {
  const { input } = await import("@inquirer/prompts");
  const answer = await input(
    {
      message: `${what} (empty: taken from ${variable})`,
      validate: (text) => text.trim() === "" || complaintAbout(asAnswers(text.trim()), env),
    },
    streams,
  );
  return answer.trim() === "" ? undefined : answer.trim();
}

/** What is wrong, to be shown below the question; `true` when nothing is. */
function complaintAbout(answers: StarterAnswers, env: World["env"]): string | true {
  const [problem] = answerProblems(answers, env);
  return problem === undefined || `This ${problem.wrong}. Right: ${problem.right}.`;
}

function present<Key extends string>(key: Key, value: string | undefined): { [Name in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [Name in Key]?: string });
}

function stoppedAsking(cause: Error): UsersyncError {
  return new UsersyncError("CANCELED", {
    what: "Stopped while asking; no file was written.",
    why: "The questions were interrupted.",
    fix: "Run usersync init again, or give the answers as options: usersync init --help",
    cause,
  });
}
