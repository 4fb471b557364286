import { EXIT } from "../exit-code.ts";
import type { GlobalOptions } from "../open-settings.ts";
import { assertNew, writeNewFile } from "../output-file.ts";
import type { Session } from "../session.ts";
import {
  neededVariables,
  type StarterAnswers,
  type StarterTarget,
  starterConfig,
} from "../starter-config.ts";
import { isWatched } from "../terminal.ts";

export interface InitOptions extends GlobalOptions {
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly target: readonly StarterTarget["type"][];
  readonly directoryId?: string;
  readonly crowdUrl?: string;
  readonly crowdApplication?: string;
  readonly out?: string;
  readonly force?: boolean;
  /** Ask nothing. */
  readonly yes?: boolean;
}

const DEFAULT_FILE = "usersync.config.yaml";

/** `usersync init`: writes a config to start from. It holds references, never a secret. */
export async function init(session: Session, options: InitOptions): Promise<number> {
  const { world, screen } = session;
  const file = options.out ?? options.config ?? DEFAULT_FILE;
  const place = { cwd: world.cwd, force: options.force === true };
  await assertNew(file, place);
  const answers = await answersFor(session, options);
  await writeNewFile(file, starterConfig(answers), place);
  screen.print(nextSteps(file, answers));
  return EXIT.done;
}

async function answersFor({ world }: Session, options: InitOptions): Promise<StarterAnswers> {
  const given = answersGiven(options);
  const canAsk =
    options.yes !== true && isWatched(world.stdin, world.env) && isWatched(world.stderr, world.env);
  if (canAsk) {
    const { askStarter } = await import("../ask-starter.ts");
    return askStarter(given, world);
  }
  return given.targets.length > 0 ? given : { ...given, targets: [cloudTarget(options)] };
}

function answersGiven(options: InitOptions): StarterAnswers {
  const { tenantId, clientId } = options;
  return {
    ...(tenantId !== undefined && { tenantId }),
    ...(clientId !== undefined && { clientId }),
    targets: [...new Set(options.target)].map((type) =>
      type === "crowd" ? crowdTarget(options) : cloudTarget(options),
    ),
  };
}

function cloudTarget({ directoryId }: InitOptions): StarterTarget {
  return { type: "atlassian-cloud", ...(directoryId !== undefined && { directoryId }) };
}

function crowdTarget({ crowdUrl: url, crowdApplication: application }: InitOptions): StarterTarget {
  return {
    type: "crowd",
    ...(url !== undefined && { url }),
    ...(application !== undefined && { application }),
  };
}

function nextSteps(file: string, answers: StarterAnswers): string {
  const variables = neededVariables(answers);
  const width = Math.max(...variables.map(({ name }) => name.length));
  const flag = file === DEFAULT_FILE ? "" : ` --config ${file}`;
  return [
    `Wrote ${file}.`,
    "",
    "Set these environment variables; the file refers to them:",
    ...variables.map(({ name, where }) => `  ${name.padEnd(width)}  ${where}`),
    "",
    "Then:",
    `  usersync check${flag}   sign in on both sides and see what is missing`,
    `  usersync plan${flag}    see what a run would do`,
  ].join("\n");
}
