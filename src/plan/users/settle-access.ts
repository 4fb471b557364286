import type { OperationsConfig } from "../../config/config.ts";
import type { Access } from "../../model/access.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import type { Note } from "../../model/desired.ts";
import type { DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { AddMember, RemoveMember, UserOperation } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";
import type { Matches } from "../match/match.ts";
import type { Pair } from "../match/match-by-name.ts";
import { switchOff } from "../switch-off.ts";
import { isNothing, NO_ACCESS, withGroups } from "./access-sets.ts";

export interface AccessFacts {
  readonly rules: AccessRules;
  readonly matches: Pick<Matches, "pairs" | "leaving">;
  readonly current: Pick<DirectorySnapshot, "groups">;
  /** Names, folded, of the groups in which nobody of ours stays whom the source does not name. */
  readonly ruled: ReadonlySet<string>;
}

interface AccessRules {
  /** The name that the ids of the operations begin with. */
  readonly name: string;
  readonly capabilities: Pick<Capabilities, "defaultAccess">;
  readonly operations: OperationsConfig;
}

export interface SettledAccess {
  readonly operations: readonly PlannedOperation[];
  /** The ids of what has to go ahead if an operation is to, by its id. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly Note[];
}

/**
 * Where accounts have no flag, groups let people in, so what is done to groups can do the work of what is
 * done to accounts. Here it is settled which does what. A licensed group is one that lets its members in.
 *
 * - Whoever is not active in the source never joins a licensed group, and leaves it only by being disabled:
 *   a disabling that is switched off, or that a limit withholds, must not happen by another door.
 * - What a group of this plan decides is not given by enabling too; whom it lets in need not be enabled.
 * - Whoever is active in the source and loses the last licensed group is enabled in the same plan.
 * - Whom nothing lets in is noted.
 */
export function settleAccess(planned: readonly PlannedOperation[], facts: AccessFacts): SettledAccess {
  const { defaultAccess } = facts.rules.capabilities;
  if (defaultAccess === undefined) return { operations: planned, needs: new Map(), notes: [] };
  const notes: Note[] = [];
  const allowed = withoutBackDoors(planned, facts, notes);
  const moves = movesIn(allowed, facts);
  const shutOut = facts.matches.pairs.filter((pair) => losesAccess(pair, moves));
  const scene: Scene = { ...facts, ...moves, notes, inside: insiders(facts.matches, shutOut) };
  const rescued = new Set(shutOut.map(({ user }) => user.sourceId));
  const settled = allowed.flatMap((operation) =>
    operation.kind === "enable" && rescued.has(operation.user.sourceId) ? [] : settledOne(operation, scene),
  );
  const enabling = shutOut.map((pair) => enablingOf(pair, facts.rules.name, defaultAccess));
  const wanted = switchOff(
    enabling.flatMap((operation) => settledOne(operation, scene)),
    facts.rules.operations,
  );
  return {
    operations: [...settled, ...wanted.operations],
    // Whoever stays in a group after all needs nothing in its place.
    needs: new Map(
      shutOut.map(({ user: { sourceId } }) => [
        enablingId(sourceId, facts.rules.name),
        (moves.leaves.get(sourceId) as readonly RemoveMember[]).map(({ id }) => id),
      ]),
    ),
    notes: [...notes, ...wanted.notes],
  };
}

function licensedIn({ groups }: AccessFacts["current"]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ name, licensed }) => (licensed === true ? [foldName(name)] : [])));
}

function withoutBackDoors(
  planned: readonly PlannedOperation[],
  { matches: { pairs, leaving }, current, rules: { operations } }: AccessFacts,
  notes: Note[],
): readonly PlannedOperation[] {
  const licensed = licensedIn(current);
  const inactive = new Set(leaving.map(({ sourceId }) => sourceId));
  const shut = new Set<SourceId>();
  for (const { user, account } of pairs) {
    if (user.active !== true) inactive.add(user.sourceId);
    else if (account.active === false && !operations.enable) shut.add(user.sourceId);
  }
  const disabled = new Set(planned.flatMap((one) => (one.kind === "disable" ? [one.user.sourceId] : [])));
  return planned.filter((operation) => {
    if (!isMembership(operation) || !licensed.has(foldName(operation.group.name))) return true;
    const { sourceId } = operation.user;
    if (operation.kind === "add-member" && shut.has(sourceId)) {
      notes.push(noteOn(operation, "switched-off", "would let the account in (operations.enable is off)"));
      return false;
    }
    if (!inactive.has(sourceId)) return true;
    if (operation.kind === "remove-member" && !disabled.has(sourceId)) {
      notes.push(noteOn(operation, "excluded", "stays, since the group lets the account in"));
    }
    return false;
  });
}

type Membership = (AddMember | RemoveMember) & PlannedOperation;

function isMembership(operation: PlannedOperation): operation is Membership {
  return operation.kind === "add-member" || operation.kind === "remove-member";
}

interface Moves {
  /** Which groups somebody joins: names, folded. */
  readonly joins: ReadonlyMap<SourceId, ReadonlySet<string>>;
  /** Which licensed groups somebody leaves. */
  readonly leaves: ReadonlyMap<SourceId, readonly RemoveMember[]>;
  readonly licensed: ReadonlySet<string>;
}

function movesIn(operations: readonly PlannedOperation[], { current }: AccessFacts): Moves {
  const licensed = licensedIn(current);
  const joins = new Map<SourceId, Set<string>>();
  const leaves = new Map<SourceId, RemoveMember[]>();
  for (const operation of operations) {
    if (!isMembership(operation)) continue;
    const group = foldName(operation.group.name);
    const { sourceId } = operation.user;
    if (operation.kind === "add-member") joins.set(sourceId, (joins.get(sourceId) ?? new Set()).add(group));
    else if (licensed.has(group)) leaves.set(sourceId, [...(leaves.get(sourceId) ?? []), operation]);
  }
  return { joins, leaves, licensed };
}

interface Scene extends AccessFacts, Moves {
  /** Who is let in already, and stays so. */
  readonly inside: ReadonlySet<SourceId>;
  readonly notes: Note[];
}

function insiders({ pairs }: AccessFacts["matches"], shutOut: readonly Pair[]): ReadonlySet<SourceId> {
  const inside = new Set(
    pairs.flatMap(({ user, account }) => (account.active === true ? [user.sourceId] : [])),
  );
  for (const { user } of shutOut) inside.delete(user.sourceId);
  return inside;
}

/** Enabling that gives nothing is none. */
function settledOne(operation: PlannedOperation, scene: Scene): readonly PlannedOperation[] {
  if (operation.kind !== "import" && operation.kind !== "enable") return [operation];
  const joined = scene.joins.get(operation.user.sourceId) ?? new Set();
  const access = withGroups(
    // In such a directory every one has it.
    operation.access as Access,
    (group) => !scene.ruled.has(foldName(group)) && !joined.has(foldName(group)),
  );
  if (!isNothing(access)) return [{ ...operation, access }];
  const isLetIn = joinsLicensed(operation.user.sourceId, scene);
  if (!isLetIn && !scene.inside.has(operation.user.sourceId))
    scene.notes.push(noteOn(operation, "unsupported", UNLICENSED));
  return operation.kind === "import" ? [{ ...operation, access }] : [];
}

const UNLICENSED =
  "nothing lets this account in: add the person to an Entra group that becomes a group with a licence (mapping.groupName), or name such a group in licenseGroups";

function losesAccess({ user, account }: Pair, moves: Moves): boolean {
  const left = new Set(moves.leaves.get(user.sourceId)?.map(({ group }) => foldName(group.name)));
  const rest = withGroups(account.access ?? NO_ACCESS, (group) => !left.has(foldName(group)));
  return left.size > 0 && isNothing(rest) && !joinsLicensed(user.sourceId, moves);
}

function joinsLicensed(person: SourceId, { joins, licensed }: Moves): boolean {
  return [...(joins.get(person) ?? [])].some((group) => licensed.has(group));
}

function enablingOf({ user: { sourceId }, account }: Pair, target: string, usual: Access): PlannedOperation {
  return {
    id: enablingId(sourceId, target),
    kind: "enable",
    user: { username: account.username, sourceId, targetId: account.id },
    access: account.withdrawn ?? usual,
    reason: "active-in-source",
    status: "planned",
  };
}

function enablingId(person: SourceId, target: string): string {
  return `${target}:enable:${person}`;
}

function noteOn(operation: UserOperation, kind: Note["kind"], reason: string): Note {
  const { username, sourceId } = operation.user;
  const subject = "group" in operation ? `${username} in ${operation.group.name}` : username;
  return { kind, subject, reason, sourceIds: [sourceId] };
}
