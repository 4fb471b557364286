import { UsersyncError } from "../../errors.ts";
import { isSameName } from "../../model/names.ts";
import type { Plan } from "../../model/plan.ts";
import { type Adoptable, adoptableIn, isCalled } from "../../plan/groups/adopt-by-hand.ts";
import { similarNames } from "./similar-names.ts";

/**
 * The groups of a preview that have these names and wait to be taken over, in whatever directory.
 *
 * @throws UsersyncError `NOT_FOUND` for a name of no group that waits.
 */
export function chooseGroups(names: readonly string[], plan: Plan): readonly Adoptable[] {
  const waiting = adoptableIn(plan);
  return names.flatMap((name) => {
    const found = waiting.filter((one) => isCalled(one, name));
    if (found.length === 0) throw nothingWaits(name, waiting, plan);
    return found;
  });
}

function nothingWaits(name: string, waiting: readonly Adoptable[], { targets }: Plan): UsersyncError {
  const what = `No group “${name}” waits to be taken over.`;
  const refusal = targets
    .flatMap(({ notes }) => notes)
    .find(({ kind, subject }) => kind === "unmanaged" && isSameName(subject, name));
  if (refusal !== undefined) {
    return new UsersyncError("NOT_FOUND", {
      what,
      why: `It ${refusal.reason}.`,
      fix: "Set adopt: ask in that rule of mapping.groups first, if usersync is to fill the group after all.",
    });
  }
  const [near] = similarNames(name, new Set(waiting.map(({ adoption }) => adoption.group.name)));
  return new UsersyncError("NOT_FOUND", {
    what,
    why: "It is kept in step already, or usersync does not want to fill it, or there is none of that name yet.",
    fix:
      near === undefined
        ? "Run usersync adopt without a name: it lists the groups that wait. usersync plan shows all others."
        : `Write usersync adopt ${near}, if that is the one.`,
  });
}
