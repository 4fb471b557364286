import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { LimitsConfig } from "../../src/config/config.ts";
import type { Capabilities } from "../../src/model/capabilities.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { JournalEntry } from "../../src/model/history.ts";
import type { TargetId } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { Outcome, TargetPlan } from "../../src/model/plan.ts";
import type { Baseline, RecordedLink } from "../../src/model/recorded.ts";
import { baselineAfter } from "../../src/plan/guards/shrinking.ts";
import type { Successors } from "../../src/plan/hand-over.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { makeUndoPlan } from "../../src/plan/make-undo-plan.ts";
import { recall } from "../../src/plan/recall.ts";
import { settle } from "../../src/plan/settle.ts";
import type { Journal } from "../../src/state/state.ts";
import type { ApplyResult, Target } from "../../src/target/target.ts";
import { memoryTarget } from "../support/memory-target.ts";
import { NO_LIMITS, rules } from "../support/people.ts";

/** What goes wrong in a run. Counted in operations. */
export interface Trouble {
  /** Every so many-th operation is refused. */
  readonly refuseEach?: number;
  /** The process dies before this operation is sent, and with it the marks that wait. */
  readonly dieBefore?: number;
}

export interface Wish {
  readonly desired: Desired;
  readonly limits: LimitsConfig;
  readonly settings: Baseline["settings"];
}

/** A directory in memory with a state in memory that remembers it, and runs that may go wrong. */
export function rememberingDirectory(
  start: DirectorySnapshot,
  capabilities: Capabilities,
  successors: Successors = {},
) {
  const target = memoryTarget(start, capabilities);
  const links = new Map<TargetId, RecordedLink>();
  const entries: JournalEntry[] = [];
  let runs = 0;
  let baseline: Baseline | undefined;

  const write = (link: RecordedLink) => {
    for (const [id, { sourceId }] of links) if (sourceId === link.sourceId) links.delete(id);
    links.set(link.targetId, link);
  };
  const mark = (place: number, change: Partial<JournalEntry>) => {
    entries[place] = { ...(entries[place] as JournalEntry), ...change };
  };

  /** What the directory shows, with the links that the state has. Settles what a dead run left open. */
  async function look(): Promise<DirectorySnapshot> {
    const open = entries.filter(({ status }) => status === "open");
    const read = shown(target.snapshot(), capabilities);
    const { snapshot, news } = await recall(read, inPortions([...links.values()]), { capabilities, open });
    for (const link of news.learned) write(link);
    for (const { run, seq, found } of settle(open, snapshot)) {
      const place = entries.findIndex((entry) => entry.run === run && entry.seq === seq);
      mark(place, { status: found === "unknown" ? "unknown" : `found-${found}` });
    }
    return snapshot;
  }

  async function carryOut(plan: TargetPlan, trouble: Trouble): Promise<TargetPlan> {
    runs += 1;
    const life = { dead: false, sent: 0 };
    const journal = journalOf(runs, life);
    const signal = new AbortController().signal;
    const result = await applyPlan(plan, troubled(target, trouble, life), {
      signal,
      finish: signal,
      journal,
    });
    await journal.flush();
    return result;
  }

  /** Marks wait until more is written down, as in the real one; what a dead process held is lost. */
  function journalOf(run: number, life: { readonly dead: boolean }): Journal {
    let waiting: (() => void)[] = [];
    const flush = async () => {
      if (!life.dead) for (const write of waiting) write();
      waiting = [];
    };
    const begin = entries.length;
    return {
      flush,
      async intend(operations) {
        await flush();
        if (life.dead) return;
        for (const operation of operations) entries.push(openEntry(run, entries.length - begin, operation));
      },
      record(operation, outcome, made) {
        waiting.push(() => {
          const place = entries.findIndex(
            (entry) => entry.run === run && entry.operation.id === operation.id,
          );
          mark(place, { ...markOf(outcome), ...(made === undefined ? {} : { made }) });
          if (outcome.status === "done") keepLink(operation, made);
        });
      },
    };
  }

  function keepLink(operation: Operation, made: string | undefined): void {
    if (operation.kind === "import") {
      const { username, sourceId } = operation.user;
      write({ targetId: made as TargetId, sourceId, username, how: "import" });
    }
    if (operation.kind !== "link") return;
    const { targetId, sourceId, username } = operation.user;
    if (operation.changes.some(({ to }) => to === "")) links.delete(targetId);
    else write({ targetId, sourceId, username, how: "by-hand" });
  }

  return {
    look,
    async plan({ desired, limits, settings }: Wish): Promise<TargetPlan> {
      const past = { settings, ...(baseline === undefined ? {} : { baseline }) };
      const plan = makePlan(desired, await look(), rules({ capabilities, limits, past, successors }));
      baseline = baselineAfter(plan, desired, { at: "2026-11-20T22:00:00.000Z", settings }) ?? baseline;
      return plan;
    },
    carryOut,
    /** Takes back the last run. */
    async undo(): Promise<TargetPlan> {
      const current = await look();
      const last = runs;
      const ofLast = entries.filter(({ run }) => run === last);
      const config = rules({ capabilities, limits: NO_LIMITS, successors });
      return carryOut(makeUndoPlan(ofLast, current, config), {});
    },
    /** Somebody removes the link of an account in the directory itself, behind our back. */
    async forget(id: TargetId): Promise<void> {
      const account = target.snapshot().accounts.find((one) => one.id === id);
      if (account?.link === undefined) return;
      const user = { username: account.username, sourceId: account.link, targetId: id };
      const changes = [{ field: "link", from: account.link, to: "" }] as const;
      const how = { reason: "by-hand", matchedBy: "by-hand" } as const;
      await target.apply(
        [{ id: "forget", kind: "link", user, changes, ...how }],
        new AbortController().signal,
      );
    },
  };
}

function shown(snapshot: DirectorySnapshot, { link }: Capabilities): DirectorySnapshot {
  if (link === "directory") return snapshot;
  return { ...snapshot, accounts: snapshot.accounts.map(({ link: _, ...account }) => account) };
}

async function* inPortions(links: readonly RecordedLink[]) {
  yield links;
}

function troubled(
  target: Target,
  { refuseEach, dieBefore }: Trouble,
  life: { dead: boolean; sent: number },
): Target {
  const refused: ApplyResult = { status: "failed", error: { code: "REFUSED", message: "not today" } };
  const one = async (operation: Operation, signal: AbortSignal): Promise<ApplyResult> => {
    life.dead ||= life.sent === dieBefore;
    life.sent += 1;
    if (life.dead || (refuseEach !== undefined && life.sent % refuseEach === 0)) return refused;
    const [result] = await target.apply([operation], signal);
    return result ?? refused;
  };
  return {
    ...target,
    apply: async (batch, signal) => {
      const results: ApplyResult[] = [];
      for (const operation of batch) results.push(await one(operation, signal));
      return results;
    },
  };
}

function openEntry(run: number, seq: number, operation: Operation): JournalEntry {
  const where = { target: "cloud", directory: "cloud-1", at: "2026-11-20T22:00:00.000Z" };
  return { run, seq, operation, status: "open", ...where };
}

function markOf(outcome: Outcome): Pick<JournalEntry, "status" | "error"> {
  if (outcome.status === "failed" || outcome.status === "skipped") {
    return { status: outcome.status, error: outcome.error };
  }
  return { status: "done" };
}
