import type { Clock } from "../../model/clock.ts";
import type { Operation } from "../../model/operation.ts";
import type { Outcome } from "../../model/plan.ts";
import { addEffect, hasEffect, type LinkEffects, noEffects, writeEffects } from "../links/link-effects.ts";
import { type Claim, proveClaim, renewClaim } from "../lock/claims.ts";
import type { Journal } from "../state.ts";
import { type Store, storable } from "../store/store.ts";
import { insertEntries, type Mark, markEntries, type Numbered } from "./journal-entries.ts";

export interface JournalParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly run: number;
  readonly claim: Claim;
  /** The next place in the journal of the run. */
  nextSeq(): number;
}

/** Operations whose links wait at most. See `replayLinks`. */
const LINKS_AT_A_TIME = 10_000;

/** What became of an operation, waiting to be written. */
interface Recorded {
  readonly operation: Operation;
  readonly mark: Mark;
  /** Nobody wrote it down beforehand, since nothing was to be sent for it. */
  readonly isLate: boolean;
}

/** What one transaction writes. */
interface Portion {
  readonly recorded: readonly Recorded[];
  readonly fresh: readonly Numbered[];
  /** Of operations that mean something for links, all that were not written yet; empty while more may wait. */
  readonly links: readonly Recorded[];
}

export function createJournal(parts: JournalParts): Journal {
  const { nextSeq } = parts;
  const open = new Map<string, number>();
  let waiting: Recorded[] = [];
  let unlinked: readonly Recorded[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  /** One transaction after the other, so that links change in the order in which operations were done. */
  function inTurn(write: () => Promise<void>): Promise<void> {
    const result = turn.then(write);
    turn = result.catch(() => {});
    return result;
  }

  async function write(fresh: readonly Numbered[], { withLinks }: { readonly withLinks: boolean }) {
    const recorded = waiting;
    const links = [
      ...unlinked,
      ...recorded.filter(({ operation, mark }) => hasEffect(operation, mark.status)),
    ];
    if (fresh.length + recorded.length + (withLinks ? links.length : 0) === 0) return;
    const isTime = withLinks || links.length >= LINKS_AT_A_TIME;
    waiting = [];
    try {
      await writeDown(parts, { recorded, fresh, links: isTime ? links : [] });
      unlinked = isTime ? [] : links;
    } catch (error) {
      waiting = [...recorded, ...waiting];
      throw error;
    }
  }

  return {
    intend: (operations) =>
      inTurn(async () => {
        const fresh = operations.map((operation) => ({ seq: nextSeq(), operation }));
        await write(fresh, { withLinks: false });
        for (const { seq, operation } of fresh) open.set(operation.id, seq);
      }),
    record(operation, outcome, made) {
      const known = open.get(operation.id);
      const mark = markOf(operation, outcome, made, known ?? nextSeq());
      if (mark === undefined) return;
      open.delete(operation.id);
      waiting.push({ operation, mark, isLate: known === undefined });
    },
    flush: () => inTurn(() => write([], { withLinks: true })),
  };
}

/**
 * One transaction. Without the claim nothing new is written down; but what was done before it was lost is
 * still marked. Links are then left alone, since another run may have changed them.
 */
async function writeDown(
  { store, clock, run, claim }: JournalParts,
  { recorded, fresh, links }: Portion,
): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    await store.durably(db);
    if (fresh.length > 0) await proveClaim(store, db, claim);
    const isOurs = fresh.length > 0 || (await renewClaim(store, db, claim));
    const place = { store, db, directory: claim.directory, at: new Date(clock.now()).toISOString() };
    const late = recorded.filter(({ isLate }) => isLate);
    await insertEntries(place, run, [
      ...late.map(({ operation, mark: { seq } }) => ({ seq, operation })),
      ...fresh,
    ]);
    await markEntries(
      place,
      run,
      recorded.map(({ mark }) => mark),
    );
    if (isOurs) await writeEffects(place, effectsOf(links));
  });
}

function effectsOf(links: readonly Recorded[]): LinkEffects {
  const effects = noEffects();
  for (const { operation, mark } of links) addEffect(effects, { ...mark, operation });
  return effects;
}

/** @returns `undefined` for an operation that was not even tried, and so stands in no journal. */
function markOf(
  { kind }: Operation,
  outcome: Outcome,
  made: string | undefined,
  seq: number,
): Mark | undefined {
  if (outcome.status === "planned" || outcome.status === "withheld") return undefined;
  const error = outcome.status === "done" ? null : JSON.stringify(outcome.error);
  const id = made === undefined ? null : storable(made);
  return { seq, status: outcome.status, error, made: id, account: kind === "import" ? id : null };
}
