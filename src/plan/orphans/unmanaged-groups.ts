import { foldName } from "../../model/names.ts";
import type { AdoptGroup } from "../../model/operation.ts";
import type { UnmanagedGroup } from "../../model/orphan.ts";
import { matcherOf } from "../../model/wildcard.ts";
import type { Facts } from "./facts.ts";

/** Groups that nothing of the source is written to, as far as their names were read. */
export function unmanagedGroups({ desired, current, rules, plan }: Facts): readonly UnmanagedGroup[] {
  const isProtected = matcherOf(rules.protect.groups);
  const filled = new Set(desired.groups.map(({ name }) => foldName(name)));
  const names = new Set([...(current.groupNames ?? []), ...current.groups.map(({ name }) => name)]);
  const waiting = waitingIn(plan);
  return [...names]
    .filter((name) => waiting.has(name) || !filled.has(foldName(name)))
    .map((group) => ({
      kind: "unmanaged-group",
      accounts: [],
      people: [],
      group,
      ...(isProtected(group) && { isProtected: true }),
      ...(waiting.has(group) && { waits: true }),
    }));
}

function waitingIn({ operations }: Facts["plan"]): ReadonlySet<string> {
  const adoptions = operations.filter((one) => one.kind === "adopt-group" && one.status === "withheld");
  return new Set(adoptions.map((one) => (one as AdoptGroup).group.name));
}
