import { UsersyncError } from "../../errors.ts";
import { isSameName } from "../../model/names.ts";
import type { Releasable } from "../../plan/groups/release-by-hand.ts";
import { similarNames } from "./similar-names.ts";

/**
 * The groups that have these names and are kept in step, in whatever directory; each once.
 *
 * @throws UsersyncError `USAGE` without a name; `NOT_FOUND` for a name of no group that is kept.
 */
export function chooseKept(names: readonly string[], kept: readonly Releasable[]): readonly Releasable[] {
  if (names.length === 0) {
    throw new UsersyncError("USAGE", {
      what: "--release needs the names of groups.",
      why: "It lets single groups go; nobody lets all of them go by mistake.",
      fix: "Write for example usersync adopt --release developers.",
    });
  }
  const chosen = names.flatMap((name) => {
    const found = kept.filter(({ found: group }) => isSameName(group.name, name));
    if (found.length === 0) throw notKept(name, kept);
    return found;
  });
  return [...new Set(chosen)];
}

function notKept(name: string, kept: readonly Releasable[]): UsersyncError {
  const [near] = similarNames(name, new Set(kept.map(({ found }) => found.name)));
  return new UsersyncError("NOT_FOUND", {
    what: `No group “${name}” is kept in step.`,
    why: "usersync keeps the groups that it has made, and those that it has taken over.",
    fix:
      near === undefined
        ? "Write the name that the group has in the directory. What is not kept need not be let go."
        : `Write usersync adopt --release ${near}, if that is the one.`,
  });
}
