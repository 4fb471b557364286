import type { Config, TargetConfig } from "../../config/config.ts";
import { explainMapping } from "../../desired/explain-mapping.ts";
import { explainSource } from "../../desired/explain-source.ts";
import { peopleAsked } from "../../desired/people-asked.ts";
import { parseSourceId, type SourceId } from "../../model/ids.ts";
import { presentText } from "../../model/names.ts";
import type { DirectoryStory, PersonStories, PersonStory } from "../../model/person-story.ts";
import type { Plan, TargetPlan } from "../../model/plan.ts";
import type { GroupTrace, Person } from "../../model/source-snapshot.ts";
import type { NameOf } from "../../plan/explain/account-story.ts";
import { accountsAsked, type Compared, ownerOf } from "../../plan/explain/compared.ts";
import { explainPerson } from "../../plan/explain/explain-person.ts";
import { selectionOf } from "./read-scope.ts";
import type { Watched } from "./watch-source.ts";

/** What a dry run showed. */
export interface Scene {
  /** The name that somebody asked for. */
  readonly asked: string;
  readonly config: Pick<Config, "source">;
  /** Those of the run. */
  readonly targets: readonly Pick<TargetConfig, "name" | "mapping">[];
  readonly watched: Watched;
  readonly plan: Plan;
  /** By the name of the directory; those that could not be read are not among them. */
  readonly compared: ReadonlyMap<string, Compared>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** More people of one name than anybody reads about. */
const MOST_STORIES = 10;

/**
 * The stories of everybody whom a name could mean.
 *
 * @returns `undefined` when it means nobody on any side.
 * @throws UsersyncError as `Source.find` and `Source.read` do.
 */
export async function tellStories(scene: Scene): Promise<PersonStories | undefined> {
  const { asked, config, compared } = scene;
  const ids = [...peopleMeant(scene)];
  const isKnown =
    ids.length > 0 || [...compared.values()].some((one) => accountsAsked(asked, one).length > 0);
  if (!isKnown) return undefined;
  const told = ids.slice(0, MOST_STORIES);
  const book: Book = { ...scene, nameOf: namerOf(scene), traced: await traceOnly(told, scene) };
  const stories =
    told.length === 0
      ? [{ directories: book.plan.targets.map((plan) => directoryStory(plan, {}, book)) }]
      : await Promise.all(told.map((id) => storyOf(id, book)));
  return { asked, selection: selectionOf(config.source), stories, others: ids.length - told.length };
}

/** A user principal name or an object id means one person. Any other name means all who have it on some side. */
function peopleMeant({ asked, watched, targets, compared }: Scene): ReadonlySet<SourceId> {
  if (watched.found !== undefined) return new Set([watched.found.id]);
  const mappings = targets.map(({ mapping }) => mapping);
  const people = peopleAsked(asked, watched.snapshot.people, mappings).map(({ id }) => id);
  const owners = [...compared.values()].flatMap((directory) =>
    accountsAsked(asked, directory).flatMap((account) => ownerOf(account, directory) ?? []),
  );
  return new Set([...people, ...owners]);
}

interface Traced {
  readonly id: SourceId;
  readonly traces: readonly GroupTrace[];
}

interface Book extends Scene {
  readonly nameOf: NameOf;
  readonly traced: Traced | undefined;
}

/** Who was found by another name only after the groups were read is traced by a second reading. */
async function traceOnly(
  [id, second]: readonly SourceId[],
  { watched: { found, snapshot, source }, signal }: Scene,
): Promise<Traced | undefined> {
  if (id === undefined || second !== undefined) return undefined;
  if (found !== undefined) return { id, traces: snapshot.traces ?? [] };
  const isSelected = snapshot.people.some((person) => person.id === id);
  return isSelected ? { id, traces: (await source.read({ signal, trace: id })).traces ?? [] } : undefined;
}

function namerOf({ watched: { snapshot } }: Scene): NameOf {
  const people = new Map<string, Person>(snapshot.people.map((person) => [person.id, person]));
  return (id) => presentText(people.get(id)?.properties["userPrincipalName"]);
}

async function storyOf(id: SourceId, book: Book): Promise<PersonStory> {
  const { watched, config, now, traced, signal, plan } = book;
  const { snapshot, source, found } = watched;
  const known = found?.id === id ? found : snapshot.people.find((person) => person.id === id);
  const person = known ?? (await source.find(parseSourceId(id) ?? id, signal));
  const traces = traced?.id === id ? traced.traces : undefined;
  const facts = { snapshot, scope: config.source.users, now, traces };
  return {
    id,
    ...(person !== undefined && { person: explainSource(person, facts) }),
    directories: plan.targets.map((target) => directoryStory(target, { id, person }, book)),
  };
}

interface Whom {
  readonly id?: SourceId;
  readonly person?: Person | undefined;
}

function directoryStory(plan: TargetPlan, { id, person }: Whom, book: Book): DirectoryStory {
  const { asked, nameOf } = book;
  const compared = book.compared.get(plan.name);
  const config = book.targets.find(({ name }) => name === plan.name);
  const mapping =
    person === undefined || config === undefined || compared === undefined
      ? undefined
      : explainMapping(person, config.mapping, compared.rules.capabilities);
  const names = {
    asked,
    username: mapping?.username.result,
    email: mapping?.attributes.find(({ field }) => field === "email")?.value,
  };
  const told = explainPerson(plan, compared, { names, nameOf, ...(id !== undefined && { id }) });
  return { ...told, ...(mapping !== undefined && { mapping }) };
}
