import { UsersyncError } from "../errors.ts";
import { STARTER_TARGETS } from "./choices.ts";
import type { StarterAnswers, StarterTarget } from "./starter-config.ts";
import type { World } from "./world.ts";

type Context = { readonly input: World["stdin"]; readonly output: World["stderr"] };

/**
 * Asks on the terminal for what the flags left open. Never for a secret: those stay in the environment.
 *
 * @throws UsersyncError `CANCELED` on Ctrl-C.
 */
export async function askStarter(given: StarterAnswers, { stdin, stderr }: World): Promise<StarterAnswers> {
  const context: Context = { input: stdin, output: stderr };
  try {
    const tenantId = given.tenantId ?? (await askText("Entra tenant id", "ENTRA_TENANT_ID", context));
    const clientId = given.clientId ?? (await askText("Client id of the app", "ENTRA_CLIENT_ID", context));
    const chosen = given.targets.length > 0 ? given.targets : await askTargets(context);
    const targets: StarterTarget[] = [];
    for (const target of chosen) targets.push(await askAbout(target, context));
    return { ...present("tenantId", tenantId), ...present("clientId", clientId), targets };
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") throw stoppedAsking(error);
    throw error;
  }
}

async function askTargets(context: Context): Promise<readonly StarterTarget[]> {
  const { checkbox } = await import("@inquirer/prompts");
  const choices = STARTER_TARGETS.map((type) => ({ value: type }));
  const types = await checkbox({ message: "Which directories?", choices, required: true }, context);
  return types.map((type) => ({ type }));
}

async function askAbout(target: StarterTarget, context: Context): Promise<StarterTarget> {
  switch (target.type) {
    case "atlassian-cloud": {
      const answer =
        target.directoryId ?? (await askText("SCIM directory id", "ATLASSIAN_DIRECTORY_ID", context));
      return { ...target, ...present("directoryId", answer) };
    }
    case "crowd": {
      const answer = target.url ?? (await askText("Crowd's address", "CROWD_URL", context));
      return { ...target, ...present("url", answer) };
    }
  }
}

/** An empty answer leaves it to the environment. */
async function askText(what: string, variable: string, context: Context): Promise<string | undefined> {
  const { input } = await import("@inquirer/prompts");
  const answer = await input({ message: `${what} (empty: taken from ${variable})` }, context);
  return answer.trim() === "" ? undefined : answer.trim();
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
