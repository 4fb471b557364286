import { UsersyncError } from "../../errors.ts";
import { isSameName } from "../../model/names.ts";
import type { Plan } from "../../model/plan.ts";
import { type Adoptable, adoptableIn, isCalled } from "../../plan/groups/adopt-by-hand.ts";
import type { ComparedSides } from "../../sync.ts";
import { similarNames } from "./similar-names.ts";
import { whyNotWaiting } from "./why-not-waiting.ts";

/**
 * The groups of a preview that have these names and wait to be taken over, in whatever directory; each once.
 *
 * @param sides What was compared, by the name of the directory.
 * @throws UsersyncError `NOT_FOUND` for a name of no group that waits.
 */
export function chooseGroups(
  names: readonly string[],
  plan: Plan,
  sides: ReadonlyMap<string, ComparedSides>,
): readonly Adoptable[] {
  const waiting = adoptableIn(plan);
  const chosen = names.flatMap((name) => {
    const found = waiting.filter((one) => isCalled(one, name));
    if (found.length === 0) throw nothingWaits(name, waiting, { plan, sides });
    return found;
  });
  return [...new Set(chosen)];
}

interface Preview {
  readonly plan: Plan;
  readonly sides: ReadonlyMap<string, ComparedSides>;
}

function nothingWaits(name: string, waiting: readonly Adoptable[], { plan, sides }: Preview): UsersyncError {
  const what = `No group “${name}” waits to be taken over.`;
  const why = plan.targets.flatMap((target) => whyNotWaiting(name, target, sides.get(target.name)) ?? [])[0];
  if (why !== undefined) return new UsersyncError("NOT_FOUND", { what, ...why });
  const meant = waiting.find(({ adoption }) => adoption.sources.some((one) => isSameName(one.name, name)));
  if (meant !== undefined) {
    const own = meant.adoption.group.name;
    return new UsersyncError("NOT_FOUND", {
      what,
      why: `That is its name in Entra. In ${meant.target} it is called “${own}”.`,
      fix: `Write usersync adopt ${own}.`,
    });
  }
  const [near] = similarNames(name, new Set(waiting.map(({ adoption }) => adoption.group.name)));
  return new UsersyncError("NOT_FOUND", {
    what,
    why: "No group that source.groups takes in has this name in a directory.",
    fix:
      near === undefined
        ? "Run usersync adopt without a name: it lists the groups that wait. usersync plan shows all others."
        : `Write usersync adopt ${near}, if that is the one.`,
  });
}
