import { EXIT } from "../exit-code.ts";
import { assertNew, writeNewFile } from "../print/output-file.ts";
import type { Session } from "../session.ts";
import type { GlobalOptions } from "../settings/open-settings.ts";
import { type AnswerOptions, givenAnswers } from "../starter/given-answers.ts";
import { nextSteps } from "../starter/next-steps.ts";
import { type StarterAnswers, starterConfig } from "../starter/starter-config.ts";
import { isWatched } from "../world/terminal.ts";

export interface InitOptions extends GlobalOptions, AnswerOptions {
  readonly out?: string;
  readonly force?: boolean;
  /** Ask nothing. */
  readonly yes?: boolean;
}

const DEFAULT_FILE = "usersync.config.yaml";

/** `usersync init`: writes a config to start from, which is sure to load. It holds references, never a secret. */
export async function init(session: Session, options: InitOptions): Promise<number> {
  const { world, screen } = session;
  const file = options.out ?? options.config ?? DEFAULT_FILE;
  const place = { cwd: world.cwd, force: options.force === true };
  const given = givenAnswers(options);
  await assertNew(file, place);
  const answers = await completed(given, session, options);
  await writeNewFile(file, starterConfig(answers), place);
  screen.print(nextSteps({ file, isFound: file === DEFAULT_FILE, answers }));
  return EXIT.done;
}

/** With the answers of whoever sits at the terminal; without anybody there, for Atlassian Cloud. */
async function completed(
  given: StarterAnswers,
  { world }: Session,
  { yes }: InitOptions,
): Promise<StarterAnswers> {
  const complete: StarterAnswers =
    given.targets.length > 0 ? given : { ...given, targets: [{ type: "atlassian-cloud" }] };
  const { assertSound } = await import("../starter/answer-problems.ts");
  assertSound(complete, world.env);
  const canAsk = yes !== true && isWatched(world.stdin, world.env) && isWatched(world.stderr, world.env);
  if (!canAsk) return complete;
  const { askStarter } = await import("../starter/ask-starter.ts");
  return askStarter(given, world);
}
