import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UsersyncError } from "../../errors.ts";
import { EXIT } from "../exit-code.ts";
import type { GlobalOptions } from "../open-settings.ts";
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
  const answers = await answersFor(session, options);
  await writeNew(resolve(world.cwd, file), file, {
    text: starterConfig(answers),
    force: options.force === true,
  });
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

/** Readable by its owner only: it may come to hold what others should not read. */
async function writeNew(
  path: string,
  shown: string,
  { text, force }: { readonly text: string; readonly force: boolean },
): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: force ? "w" : "wx" });
  } catch (cause) {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw new UsersyncError("USAGE", {
      what: isThere ? `${shown} exists already and was left as it is.` : `${shown} could not be written.`,
      why: isThere
        ? "usersync init writes new files only."
        : cause instanceof Error
          ? cause.message
          : String(cause),
      fix: "Name another file with --out, or overwrite it with --force.",
      cause,
    });
  }
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
