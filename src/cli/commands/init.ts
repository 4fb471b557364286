import { UsersyncError } from "../../errors.ts";
import { STARTER_TARGETS } from "../choices.ts";
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
  readonly target: readonly TargetType[];
  readonly directoryId?: string;
  readonly crowdUrl?: string;
  readonly crowdApplication?: string;
  readonly out?: string;
  readonly force?: boolean;
  /** Ask nothing. */
  readonly yes?: boolean;
}

type TargetType = StarterTarget["type"];

const CLOUD = "atlassian-cloud";
const CROWD = "crowd";
const DEFAULT_FILE = "usersync.config.yaml";

/** `usersync init`: writes a config to start from, which is sure to load. It holds references, never a secret. */
export async function init(session: Session, options: InitOptions): Promise<number> {
  const { world, screen } = session;
  const file = options.out ?? options.config ?? DEFAULT_FILE;
  const place = { cwd: world.cwd, force: options.force === true };
  assertMeaningful(options);
  await assertNew(file, place);
  const answers = await answersFor(session, options);
  await writeNewFile(file, starterConfig(answers), place);
  screen.print(nextSteps(file, answers));
  return EXIT.done;
}

async function answersFor({ world }: Session, options: InitOptions): Promise<StarterAnswers> {
  const given = answersGiven(options);
  const complete = given.targets.length > 0 ? given : { ...given, targets: [cloudTarget(options)] };
  const { assertSound } = await import("../answer-problems.ts");
  assertSound(complete, world.env);
  const canAsk =
    options.yes !== true && isWatched(world.stdin, world.env) && isWatched(world.stderr, world.env);
  if (!canAsk) return complete;
  const { askStarter } = await import("../ask-starter.ts");
  return askStarter(given, world);
}

function answersGiven(options: InitOptions): StarterAnswers {
  const { tenantId, clientId } = options;
  return {
    ...(tenantId !== undefined && { tenantId }),
    ...(clientId !== undefined && { clientId }),
    targets: typesGiven(options).map((type) =>
      type === "crowd" ? crowdTarget(options) : cloudTarget(options),
    ),
  };
}

/** An option of one directory asks for that directory where --target says nothing. */
function typesGiven({ target, directoryId, crowdUrl, crowdApplication }: InitOptions): readonly TargetType[] {
  if (target.length > 0) return [...new Set(target)];
  const hasCrowd = (crowdUrl ?? crowdApplication) !== undefined;
  return STARTER_TARGETS.filter((type) => (type === CROWD ? hasCrowd : directoryId !== undefined));
}

/** What an option says must not be dropped silently. */
function assertMeaningful({ target, directoryId, crowdUrl, crowdApplication }: InitOptions): void {
  if (target.length === 0) return;
  const needs: readonly { flag: string; value: string | undefined; type: TargetType }[] = [
    { flag: "--directory-id", value: directoryId, type: CLOUD },
    { flag: "--crowd-url", value: crowdUrl, type: CROWD },
    { flag: "--crowd-application", value: crowdApplication, type: CROWD },
  ];
  const useless = needs.find(({ value, type }) => value !== undefined && !target.includes(type));
  if (useless === undefined) return;
  const { flag, type } = useless;
  throw new UsersyncError("USAGE", {
    what: `${flag} needs --target ${type}.`,
    why: `The config would have no such directory: --target was given, without ${type}.`,
    fix: `Add --target ${type}, or leave ${flag} out.`,
  });
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
