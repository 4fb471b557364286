import type { Note } from "../../model/desired.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import { foldName } from "../../model/names.ts";
import type { Change } from "../../model/operation.ts";
import type { PlannedOperation } from "../../model/plan.ts";

export interface SettledClaims {
  readonly operations: readonly PlannedOperation[];
  /** The ids of what must have been done before an operation, by its id. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly Note[];
}

/** One operation asking for one name that only one account can have. */
interface Claim {
  readonly operation: PlannedOperation & { readonly kind: "import" | "update" };
  readonly change: Change;
  /** The name asked for, and the one given up, folded and with the field in front. */
  readonly key: string;
  readonly freed: string;
}

/**
 * Sees to it that nobody asks for a name that another account holds.
 *
 * An account that gives its name up in the same plan must do so first (`needs`). A name that stays
 * taken, or that goes round in a ring, is dropped from the plan and noted. Dropping one change can
 * keep another name taken, so this goes on until nothing more is dropped.
 */
export function settleClaims(
  operations: readonly PlannedOperation[],
  accounts: readonly Account[],
  email: "unique" | "shared",
): SettledClaims {
  const holders = holdersOf(accounts, operations, email);
  // A newcomer whose names nobody holds waits for nobody and gives nothing up: most of a first run.
  const claimsIn = (some: readonly PlannedOperation[]) =>
    some.flatMap((operation) =>
      claimsOf(operation, email).filter(({ key }) => operation.kind === "update" || holders.has(key)),
    );
  const notes: Note[] = [];
  let settled = operations;
  for (;;) {
    const { refused, waits } = judge(claimsIn(settled), holders);
    const knot = refused.length > 0 ? [] : ringOf(waits, ({ operation }) => operation.id);
    if (refused.length === 0 && knot.length === 0)
      return { operations: settled, needs: needsOf(waits), notes };
    notes.push(...refused.map(noteOn));
    settled = refused.length > 0 ? without(settled, refused) : untie(settled, knot, email);
  }
}

interface Refusal {
  readonly claim: Claim;
  /** Who keeps the name; absent when it goes round in a ring. */
  readonly keeper?: Account;
}

/** A claim, and the claim that gives up the name it asks for. */
interface Wait {
  readonly claim: Claim;
  readonly on: Claim;
}

/** Names that stay taken come first: only when there are none left can a ring be told from a queue. */
function judge(
  claims: readonly Claim[],
  holders: Holders,
): { readonly refused: readonly Refusal[]; readonly waits: readonly Wait[] } {
  const freed = new Map(claims.map((claim) => [freedBy(claim.freed, claim.operation.user.targetId), claim]));
  const refused = claims.flatMap((claim): Refusal[] => {
    const keeper = othersHolding(claim, holders).find(({ id }) => !freed.has(freedBy(claim.key, id)));
    return keeper === undefined ? [] : [{ claim, keeper }];
  });
  if (refused.length > 0) return { refused, waits: [] };
  const waits = claims.flatMap((claim) =>
    othersHolding(claim, holders).map(({ id }) => ({
      claim,
      on: freed.get(freedBy(claim.key, id)) as Claim,
    })),
  );
  return { refused: ringOf(waits, (claim) => claim).map(({ claim }) => ({ claim })), waits };
}

function claimsOf(operation: PlannedOperation, email: "unique" | "shared"): Claim[] {
  if (operation.kind !== "import" && operation.kind !== "update") return [];
  return operation.changes
    .filter(({ field }) => field === "username" || (field === "email" && email === "unique"))
    .map((change) => ({
      operation,
      change,
      key: keyOf(change.field, change.to),
      freed: keyOf(change.field, change.from),
    }));
}

function keyOf(field: Change["field"], name: string): string {
  return `${field} ${foldName(name)}`;
}

type Holders = ReadonlyMap<string, readonly Account[]>;

/**
 * Who holds the names that are asked for. In a large directory only those are indexed, in an empty one
 * everything: whichever is less.
 */
function holdersOf(
  accounts: readonly Account[],
  operations: readonly PlannedOperation[],
  email: "unique" | "shared",
): Holders {
  const asking = operations.filter(({ kind }) => kind === "import" || kind === "update");
  const asked =
    asking.length > accounts.length
      ? undefined
      : new Set(asking.flatMap((operation) => claimsOf(operation, email)).map(({ key }) => key));
  const holders = new Map<string, Account[]>();
  const add = (key: string, account: Account) => {
    if (asked?.has(key) ?? true) holders.set(key, [...(holders.get(key) ?? []), account]);
  };
  for (const account of asked?.size === 0 ? [] : accounts) {
    add(keyOf("username", account.username), account);
    if (account.email !== undefined) add(keyOf("email", account.email), account);
  }
  return holders;
}

function othersHolding({ key, operation }: Claim, holders: Holders): readonly Account[] {
  const holding = holders.get(key) ?? [];
  return holding.filter((account) => account.id !== operation.user.targetId);
}

function freedBy(key: string, holder: TargetId | undefined): string {
  return `${key} ${holder}`;
}

/** The waits that go round. Whoever waits for nobody, or is waited for by nobody, is in no ring. */
function ringOf(waits: readonly Wait[], nodeOf: (claim: Claim) => unknown): readonly Wait[] {
  let ring = waits;
  for (;;) {
    const waiting = new Set(ring.map(({ claim }) => nodeOf(claim)));
    const waitedFor = new Set(ring.map(({ on }) => nodeOf(on)));
    const still = ring.filter(({ claim, on }) => waitedFor.has(nodeOf(claim)) && waiting.has(nodeOf(on)));
    if (still.length === ring.length) return ring;
    ring = still;
  }
}

function needsOf(waits: readonly Wait[]): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  for (const { claim, on } of waits) {
    needs.set(claim.operation.id, [...(needs.get(claim.operation.id) ?? []), on.operation.id]);
  }
  return needs;
}

/**
 * Two accounts may wait for each other though their names do not: one for a username, the other for an
 * e-mail. Written one name at a time, there is an order in which all of it can be done.
 */
function untie(
  operations: readonly PlannedOperation[],
  knot: readonly Wait[],
  email: "unique" | "shared",
): PlannedOperation[] {
  const tied = new Set(knot.map(({ claim }) => claim.operation.id));
  return operations.flatMap((operation) => {
    if (operation.kind !== "update" || !tied.has(operation.id)) return operation;
    const named = new Set(claimsOf(operation, email).map(({ change }) => change));
    const rest = operation.changes.filter((change) => !named.has(change));
    const single = [...named].map((change) => ({
      ...operation,
      id: `${operation.id}:${change.field}`,
      changes: [change],
    }));
    return rest.length === 0 ? single : [{ ...operation, changes: rest }, ...single];
  });
}

function noteOn({ claim: { operation, change }, keeper }: Refusal): Note {
  const what = change.field === "email" ? "e-mail" : "username";
  const why =
    keeper === undefined
      ? `waits for an account that waits for this one; give one of them another ${what} by hand`
      : `is held by the account "${keeper.username}", which keeps it`;
  const { username, sourceId } = operation.user;
  return {
    kind: "collision",
    subject: username,
    reason: `the ${what} "${change.to}" ${why}`,
    sourceIds: [sourceId],
  };
}

/** An import without its name is no import; an update goes on with what else it changes. */
function without(
  operations: readonly PlannedOperation[],
  refusals: readonly Refusal[],
): readonly PlannedOperation[] {
  const lost = new Map<PlannedOperation, Set<Change>>();
  for (const {
    claim: { operation, change },
  } of refusals)
    lost.set(operation, (lost.get(operation) ?? new Set()).add(change));
  return operations.flatMap((operation) => {
    const gone = lost.get(operation);
    if (gone === undefined) return operation;
    if (operation.kind !== "update") return [];
    const changes = operation.changes.filter((change) => !gone.has(change));
    return changes.length === 0 ? [] : { ...operation, changes };
  });
}
