import { foldName } from "../../model/names.ts";
import type { UnmanagedGroup } from "../../model/orphan.ts";
import { matcherOf } from "../../model/wildcard.ts";
import type { Facts } from "./facts.ts";

/** Groups that nothing of the source is written to, as far as their names were read. */
export function unmanagedGroups({ desired, current, rules }: Facts): readonly UnmanagedGroup[] {
  const isProtected = matcherOf(rules.protect.groups);
  const filled = new Set(desired.groups.map(({ name }) => foldName(name)));
  const names = new Set([...(current.groupNames ?? []), ...current.groups.map(({ name }) => name)]);
  return [...names]
    .filter((name) => !filled.has(foldName(name)))
    .map((group) => ({
      kind: "unmanaged-group",
      accounts: [],
      people: [],
      group,
      ...(isProtected(group) && { isProtected: true }),
    }));
}
