import { namesUnder } from "../../desired/people-asked.ts";
import { nameOf } from "../../desired/person-name.ts";
import { UsersyncError } from "../../errors.ts";
import type { PersonStories } from "../../model/person-story.ts";
import { type Compared, compare } from "../../plan/explain/compared.ts";
import { EXIT } from "../exit-code.ts";
import { similarNames } from "../find/similar-names.ts";
import { type Scene, tellStories } from "../find/tell-stories.ts";
import { watchFor } from "../find/watch-source.ts";
import { chooseTargets, runSync } from "../runs/run-sync.ts";
import type { Session } from "../session.ts";
import { type GlobalOptions, openSettings } from "../settings/open-settings.ts";
import { type Stop, whileListening } from "../world/stop-signals.ts";

export interface ExplainOptions extends GlobalOptions {
  readonly only: readonly string[];
  readonly json?: boolean;
}

/**
 * `usersync explain ada@example.com`: the whole story of one person. Changes nothing.
 *
 * @throws UsersyncError `NOT_FOUND` when no side knows the name.
 */
export async function explain(session: Session, user: string, options: ExplainOptions): Promise<number> {
  const stories = await whileListening(session, async (stop) => {
    const scene = await lookAround(session, user, { options, stop });
    const told = await tellStories(scene);
    if (told === undefined) throw nobodyCalled(scene);
    return told;
  });
  await print(session, stories, options.json === true);
  return EXIT.done;
}

interface Looking {
  readonly options: ExplainOptions;
  readonly stop: Stop;
}

/** A dry run that keeps what it saw. */
async function lookAround(session: Session, asked: string, { options, stop }: Looking): Promise<Scene> {
  const settings = await openSettings(session, options);
  const { config } = settings;
  const targets = chooseTargets(config.targets, options.only);
  const compared = new Map<string, Compared>();
  const watch = watchFor(asked);
  const plan = await runSync(session, {
    ...settings,
    only: options.only,
    allow: [],
    dryRun: true,
    watch: watch.between,
    compared: (name, sides) => void compared.set(name, compare(sides)),
    stop,
  });
  const now = session.world.clock.now();
  return { asked, config, targets, watched: watch.seen(), plan, compared, now, signal: stop.now };
}

function nobodyCalled({ asked, watched, targets, compared, plan }: Scene): UsersyncError {
  const mappings = targets.map(({ mapping }) => mapping);
  const people = watched.snapshot.people.flatMap((person) => [
    nameOf(person),
    ...namesUnder(person, mappings),
  ]);
  const accounts = [...compared.values()].flatMap(({ current }) =>
    current.accounts.flatMap(({ username, email }) => (email === undefined ? [username] : [username, email])),
  );
  const similar = similarNames(asked, [...people, ...accounts]);
  const unread = plan.targets.flatMap(({ name }) => (compared.has(name) ? [] : [name]));
  const doubt = unread.length === 0 ? "" : ` ${unread.join(" and ")} could not be read.`;
  const hint = similar.length === 0 ? "" : ` Similar: ${similar.join(", ")}.`;
  return new UsersyncError("NOT_FOUND", {
    what: `Neither the source nor a directory knows “${asked}”.`,
    why: `It is no user principal name, object id, username or e-mail of anybody who was read.${doubt}`,
    fix: `Write the name as one of the two sides has it, such as ada@example.com.${hint}`,
  });
}

async function print({ screen, world }: Session, stories: PersonStories, json: boolean): Promise<void> {
  if (json) {
    const { explainDocument } = await import("../../report/explain/explain-document.ts");
    return screen.streamJson(explainDocument(stories, new Date(world.clock.now())));
  }
  const { explainText } = await import("../../report/explain/explain-text.ts");
  screen.print(explainText(stories, { paint: screen.colors.stdout, width: screen.width }).trimEnd());
}
