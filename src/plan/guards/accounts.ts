import type { LimitsConfig } from "../../config/config.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import type { DisableUser, Operation } from "../../model/operation.ts";
import { matcherOf } from "../../model/wildcard.ts";
import type { Verdict } from "./limit.ts";

/** Nobody is disabled on the strength of half a list of accounts. */
export function guardListing(
  operations: readonly Operation[],
  { incomplete }: Pick<DirectorySnapshot, "incomplete">,
): Verdict {
  const disables = incomplete === undefined ? [] : operations.filter(({ kind }) => kind === "disable");
  return { by: "incomplete-read", ids: disables.map(({ id }) => id) };
}

/** Keeps usersync from sawing off the branch it sits on. */
export function guardOwnAccount(
  operations: readonly Operation[],
  { ownAccount }: LimitsConfig,
  { self }: DirectorySnapshot,
): readonly Verdict[] {
  if (ownAccount === "allow" || self === undefined) return [];
  const own = operations.filter((operation) => isHarmful(operation, self));
  const [first] = own;
  if (first === undefined || !("user" in first)) return [];
  const what = first.kind === "disable" ? "be disabled" : "get another username";
  const message = `The account that usersync itself signs in with, "${first.user.username}", would ${what}; limits.ownAccount is refuse.`;
  const says = { message, allow: "ownAccount", details: [] };
  return [{ by: "limits.ownAccount", ids: own.map(({ id }) => id), says }];
}

function isHarmful(operation: Operation, self: TargetId): boolean {
  if (operation.kind === "disable") return operation.user.targetId === self;
  if (operation.kind !== "update" || operation.user.targetId !== self) return false;
  return operation.changes.some(({ field }) => field === "username");
}

/**
 * Keeps at least one active member in every protected group, or administration would be locked out.
 * Whoever may or may not be active does not count as one.
 */
export function guardLastMembers(
  operations: readonly Operation[],
  { lastMember }: LimitsConfig,
  current: DirectorySnapshot,
  protectedGroups: readonly string[],
): readonly Verdict[] {
  const disables = operations.filter((operation) => operation.kind === "disable");
  if (lastMember === "allow" || disables.length === 0) return [];
  const isProtected = matcherOf(protectedGroups);
  const groups = current.groups.filter(({ name }) => isProtected(name));
  if (groups.length === 0) return [];
  const leaving = new Map(disables.map((operation) => [operation.user.targetId, operation]));
  const active = new Set(current.accounts.filter((account) => account.active === true).map(({ id }) => id));
  const emptied = groups.flatMap(({ name, members }) => {
    const present = [...new Set(members)].filter((id) => active.has(id));
    const lost = present.flatMap((id) => leaving.get(id) ?? []);
    return present.length > 0 && lost.length === present.length ? [{ name, lost }] : [];
  });
  return emptied.length === 0 ? [] : [lockedOut(emptied)];
}

function lockedOut(emptied: readonly { name: string; lost: readonly DisableUser[] }[]): Verdict {
  const what = emptied.length === 1 ? "1 protected group" : `${emptied.length} protected groups`;
  return {
    by: "limits.lastMember",
    ids: [...new Set(emptied.flatMap(({ lost }) => lost.map(({ id }) => id)))],
    says: {
      message: `${what} would be left without an active member; limits.lastMember is refuse.`,
      allow: "lastMember",
      details: emptied
        .map(({ name, lost }) => `${name}: ${lost.map(({ user }) => user.username).join(", ")}`)
        .sort(),
    },
  };
}
