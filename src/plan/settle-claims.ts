import type { Note } from "../model/desired.ts";
import type { Account } from "../model/directory-snapshot.ts";
import type { TargetId } from "../model/ids.ts";
import { foldName } from "../model/names.ts";
import type { Change, Operation } from "../model/operation.ts";

export interface SettledClaims {
  readonly operations: readonly Operation[];
  /** The ids of what must have been done before an operation, by its id. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly Note[];
}

/** One operation asking for one name that only one account can have. */
interface Claim {
  readonly operation: Operation & { readonly kind: "import" | "update" };
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
  operations: readonly Operation[],
  accounts: readonly Account[],
  email: "unique" | "shared",
): SettledClaims {
  let claims = operations.flatMap((operation) => claimsOf(operation, email));
  const holders = holdersOf(accounts, claims);
  const refusals: Refusal[] = [];
  for (;;) {
    const { refused, needs } = judge(claims, holders);
    if (refused.length === 0) {
      return { operations: without(operations, refusals), needs, notes: refusals.map(noteOn) };
    }
    refusals.push(...refused);
    claims = remaining(claims, refused);
  }
}

interface Refusal {
  readonly claim: Claim;
  /** Who keeps the name; absent when it goes round in a ring. */
  readonly keeper?: Account;
}

/** Names that stay taken come first: only when there are none left can a ring be told from a queue. */
function judge(
  claims: readonly Claim[],
  holders: Holders,
): { refused: Refusal[]; needs: Map<string, string[]> } {
  const freed = new Map(claims.map((claim) => [freedBy(claim.freed, claim.operation.user.targetId), claim]));
  const refused = claims.flatMap((claim): Refusal[] => {
    const keeper = othersHolding(claim, holders).find(({ id }) => !freed.has(freedBy(claim.key, id)));
    return keeper === undefined ? [] : [{ claim, keeper }];
  });
  if (refused.length > 0) return { refused, needs: new Map() };
  const waits = claims.flatMap((claim) =>
    othersHolding(claim, holders).map(({ id }) => {
      const first = freed.get(freedBy(claim.key, id)) as Claim;
      return { claim, on: first.operation.id };
    }),
  );
  const needs = new Map<string, string[]>();
  for (const { claim, on } of waits)
    needs.set(claim.operation.id, [...(needs.get(claim.operation.id) ?? []), on]);
  return { refused: ringOf(waits).map(({ claim }) => ({ claim })), needs };
}

function remaining(claims: readonly Claim[], refused: readonly Refusal[]): Claim[] {
  const gone = new Set<unknown>(refused.map(({ claim }) => claim));
  for (const { claim } of refused) if (claim.operation.kind === "import") gone.add(claim.operation);
  return claims.filter((claim) => !gone.has(claim) && !gone.has(claim.operation));
}

function claimsOf(operation: Operation, email: "unique" | "shared"): Claim[] {
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

/** Who holds the names that are asked for. Other names are not indexed: there may be 100,000. */
function holdersOf(accounts: readonly Account[], claims: readonly Claim[]): Holders {
  const holders = new Map<string, Account[]>(claims.map(({ key }) => [key, []]));
  for (const account of accounts) {
    holders.get(keyOf("username", account.username))?.push(account);
    if (account.email !== undefined) holders.get(keyOf("email", account.email))?.push(account);
  }
  return holders;
}

function othersHolding({ key, operation }: Claim, holders: Holders): readonly Account[] {
  const holding = holders.get(key) as readonly Account[];
  return holding.filter((account) => account.id !== operation.user.targetId);
}

function freedBy(key: string, holder: TargetId | undefined): string {
  return `${key} ${holder}`;
}

/** One operation's claim that waits for another operation. */
interface Wait {
  readonly claim: Claim;
  readonly on: string;
}

/** The waits that go round. Whoever waits for nobody, or is waited for by nobody, is in no ring. */
function ringOf(waits: readonly Wait[]): readonly Wait[] {
  let ring = waits;
  for (;;) {
    const waiting = new Set(ring.map(({ claim }) => claim.operation.id));
    const waitedFor = new Set(ring.map(({ on }) => on));
    const still = ring.filter(({ claim, on }) => waitedFor.has(claim.operation.id) && waiting.has(on));
    if (still.length === ring.length) return ring;
    ring = still;
  }
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
function without(operations: readonly Operation[], refusals: readonly Refusal[]): readonly Operation[] {
  if (refusals.length === 0) return operations;
  const lost = new Map<Operation, Set<Change>>();
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
