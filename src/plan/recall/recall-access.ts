import type { Access } from "../../model/access.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import type { Operation } from "../../model/operation.ts";
import type { OpenEntry, Withdrawn } from "../../model/recorded.ts";
import { isNothing, isSameAccess, minus, NO_ACCESS, union } from "../users/access-sets.ts";

type Interrupted = Operation & { readonly kind: "enable" | "disable" };

/** What a run that died was giving or taking away, by account. Nothing where accounts have a flag. */
export function interruptedAccess(open: readonly OpenEntry[]): ReadonlyMap<TargetId, Interrupted> {
  return new Map(
    open.flatMap(({ operation }) =>
      (operation.kind === "enable" || operation.kind === "disable") && operation.access !== undefined
        ? [[operation.user.targetId, operation] as const]
        : [],
    ),
  );
}

/**
 * What is still remembered as taken away from an account, now that it has been read again.
 *
 * Nobody is let in: all of it, and whatever broke off is over. Somebody is: either a step broke off, and
 * what it may have taken stays remembered until the account has it; or somebody let it in by hand, and what
 * it once had is not given back any more.
 */
export function stillWithdrawn(
  known: Withdrawn | undefined,
  { active, access = NO_ACCESS }: Pick<Account, "active" | "access">,
  interrupted: Interrupted | undefined,
): Withdrawn | undefined {
  const memory = withInterrupted(known, active === true, interrupted);
  if (memory === undefined || active === null) return memory;
  const { partial, ...withdrawn } = memory;
  if (active === false) return withdrawn;
  return partial === true && !isNothing(minus(withdrawn, access)) ? memory : undefined;
}

function withInterrupted(
  known: Withdrawn | undefined,
  isActive: boolean,
  interrupted: Interrupted | undefined,
): Withdrawn | undefined {
  if (interrupted?.access === undefined) return known;
  if (interrupted.kind === "disable")
    return { ...union(interrupted.access, known ?? NO_ACCESS), partial: true };
  // Where nobody is let in, nothing was given yet.
  return isActive ? { ...interrupted.access, partial: true } : known;
}

export function isSameMemory(one: Withdrawn | undefined, other: Withdrawn | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.partial === other.partial && isSameAccess(one, other);
}

/** What the account lacks of what an import that broke off was to give it. */
export function missingOfImport(
  given: Access | undefined,
  { active, access = NO_ACCESS }: Pick<Account, "active" | "access">,
): Withdrawn | undefined {
  const isHalf = given !== undefined && active === true && !isNothing(minus(given, access));
  return isHalf ? { ...given, partial: true } : undefined;
}
