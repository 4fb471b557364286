import type { Clock } from "../model/clock.ts";
import { createAuditHeads } from "./audit-heads.ts";
import { beginRun, claimsOf } from "./journal/begin-run.ts";
import { createRunLog } from "./journal/create-run-log.ts";
import { findPeople } from "./journal/find-people.ts";
import { readEntries } from "./journal/read-entries.ts";
import { readRuns } from "./journal/read-runs.ts";
import { readLinks } from "./links/read-links.ts";
import { readRemembered } from "./links/remembered.ts";
import type { Claim } from "./lock/claims.ts";
import { createLock } from "./lock/create-lock.ts";
import { recoverDead } from "./lock/recover-dead.ts";
import { takeClaims } from "./lock/take-claims.ts";
import type { AuditHeads, Journal, Lock, RunLog, State } from "./state.ts";
import type { Store } from "./store/store.ts";
import type { Timer } from "./timer.ts";

export interface OpenedState {
  readonly store: Store;
  /** Where it is, for messages. */
  readonly place: string;
  /** Throws what a broken store says in words that an admin can act on. */
  explain(error: unknown): never;
  readonly clock: Clock;
  readonly timer: Timer;
}

/** The state over a store whose schema is up to date. */
export function createState({ store, place, explain, clock, timer }: OpenedState): State {
  const held = new Map<string, Claim>();

  async function lock(...[directories, holder]: Parameters<State["lock"]>): Promise<Lock> {
    const claims = await takeClaims({ store, timer }, directories, holder);
    for (const claim of claims) held.set(claim.identity, claim);
    const onRelease = () => {
      for (const { identity } of claims) held.delete(identity);
    };
    return createLock({ store, place, timer, claims, onRelease });
  }

  return {
    lock: (directories, holder) => lock(directories, holder).catch(explain),
    async *links(directory) {
      try {
        await recoverDead(store, directory);
        yield* readLinks(store.db, directory);
      } catch (error) {
        explain(error);
      }
    },
    async remembered(directory) {
      try {
        await recoverDead(store, directory);
        return await readRemembered(store, directory);
      } catch (error) {
        return explain(error);
      }
    },
    async begin(run) {
      const begun = await beginRun(store, run, claimsOf(run, held)).catch(explain);
      return explained(createRunLog(store, clock, begun), explain);
    },
    runs: (query = {}) => readRuns(store, query).catch(explain),
    run: async (id) => (await readRuns(store, { id }).catch(explain))[0],
    entries: (query) => readEntries(store.db, query).catch(explain),
    isKnown: async (user) => (await findPeople(store.db, user).catch(explain)).length > 0,
    audit: explainedHeads(createAuditHeads(store), explain),
    close: () => store.close().catch(explain),
  };
}

type Explain = OpenedState["explain"];

function explained(log: RunLog, explain: Explain): RunLog {
  return {
    ...(log.id !== undefined && { id: log.id }),
    ...(log.interrupted !== undefined && { interrupted: log.interrupted }),
    journal(directory): Journal {
      const journal = log.journal(directory);
      return {
        intend: (operations) => journal.intend(operations).catch(explain),
        record: (operation, outcome, made) => journal.record(operation, outcome, made),
        flush: () => journal.flush().catch(explain),
      };
    },
    end: (result) => log.end(result).catch(explain),
  };
}

/** What goes wrong in the writer of an audit file is no breakage of the state. */
function explainedHeads({ extend, head }: AuditHeads, explain: Explain): AuditHeads {
  return {
    async extend(file, write) {
      const ofWriter: unknown[] = [];
      const written = extend(file, (before) =>
        write(before).catch((error) => {
          ofWriter.push(error);
          throw error;
        }),
      );
      await written.catch((error) => {
        if (ofWriter.length > 0) throw error;
        explain(error);
      });
    },
    head: (file) => head(file).catch(explain),
  };
}
