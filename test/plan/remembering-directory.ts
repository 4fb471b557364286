import { applyPlan } from "../../src/apply/apply-plan.ts";
import { newcomersAfter } from "../../src/apply/newcomers.ts";
import type { LimitsConfig } from "../../src/config/config.ts";
import type { Capabilities } from "../../src/model/capabilities.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { JournalEntry } from "../../src/model/history.ts";
import type { SourceId, TargetId } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { Outcome, TargetPlan } from "../../src/model/plan.ts";
import type { Baseline, RecordedLink } from "../../src/model/recorded.ts";
import { baselineAfter } from "../../src/plan/guards/shrinking.ts";
import { settle } from "../../src/plan/look-again/settle.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { recall } from "../../src/plan/recall/recall.ts";
import { makeUndoPlan } from "../../src/plan/undo/make-undo-plan.ts";
import { freshPeople } from "../../src/plan/users/fresh-people.ts";
import type { Successors } from "../../src/plan/users/hand-over.ts";
import type { Journal } from "../../src/state/state.ts";
import { memoryTarget } from "../support/memory-target.ts";
import { NO_LIMITS, rules } from "../support/people.ts";
import { type Life, type Trouble, troubled } from "./troubled-target.ts";

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
  let fresh: readonly SourceId[] = [];

  const write = (link: RecordedLink) => {
    for (const [id, { sourceId }] of links) if (sourceId === link.sourceId) links.delete(id);
    links.set(link.targetId, link);
  };
  const mark = (place: number, change: Partial<JournalEntry>) => {
    entries[place] = { ...(entries[place] as JournalEntry), ...change };
  };

  const attempts = () =>
    entries.flatMap(({ operation, status }) =>
      operation.kind === "import" && status === "failed" && !isLinked(operation.user.sourceId)
        ? [operation.user]
        : [],
    );
  const isLinked = (person: SourceId) => [...links.values()].some(({ sourceId }) => sourceId === person);

  /** What the directory shows, with the links that the state has. Settles what a dead run left open. */
  async function look(): Promise<DirectorySnapshot> {
    const open = entries.filter(({ status }) => status === "open");
    const read = shown(target.snapshot(), capabilities);
    const { snapshot, news } = await recall(read, inPortions([...links.values()]), {
      ...{ capabilities, open, attempted: attempts() },
    });
    for (const link of news.learned) write(link);
    for (const { run, seq, found } of settle(open, snapshot)) {
      const place = entries.findIndex((entry) => entry.run === run && entry.seq === seq);
      mark(place, { status: found === "unknown" ? "unknown" : `found-${found}` });
    }
    return snapshot;
  }

  async function carryOut(
    plan: TargetPlan,
    trouble: Trouble,
    kind: "run" | "undo" = "run",
  ): Promise<TargetPlan> {
    runs += 1;
    const life: Life = { dead: false, sent: 0 };
    const journal = journalOf(runs, life);
    const signal = new AbortController().signal;
    const result = await applyPlan(plan, troubled(target, trouble, life), {
      signal,
      finish: signal,
      journal,
    });
    await journal.flush();
    if (!life.dead) keepNewcomers(result, kind);
    return result;
  }

  /** Marks wait until more is written down, as in the real one; what a dead process held is lost. */
  function journalOf(run: number, life: Life): Journal {
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
          keepAccess(operation, outcome);
        });
      },
    };
  }

  function keepLink(operation: Operation, made: string | undefined): void {
    if (operation.kind === "import") {
      const { username, sourceId } = operation.user;
      write({ targetId: made as TargetId, sourceId, username, how: "import", fresh: true });
    }
    if (operation.kind !== "link") return;
    const { targetId, sourceId, username } = operation.user;
    if (operation.changes.some(({ to }) => to === "")) links.delete(targetId);
    else {
      const isNew = attempts().some((attempt) => attempt.sourceId === sourceId);
      write({ targetId, sourceId, username, how: "by-hand", ...(isNew && { fresh: true }) });
    }
  }

  function keepAccess(operation: Operation, { status }: Outcome): void {
    if (operation.kind !== "enable" && operation.kind !== "disable") return;
    const { kind, user, access } = operation;
    const known = links.get(user.targetId);
    if (known === undefined || access === undefined || status === "skipped") return;
    const { withdrawn: _, ...link } = known;
    const taken = kind === "disable" ? { ...link, withdrawn: access } : link;
    const halfway = { ...link, withdrawn: { ...access, partial: true } as const };
    links.set(user.targetId, status === "done" ? taken : halfway);
  }

  /** Whoever is known to have their default groups is not new any more. A dead run never comes to that. */
  function keepNewcomers(result: TargetPlan, kind: "run" | "undo"): void {
    const record = { directory: "cloud-1", fresh };
    const { waiting, settled } = newcomersAfter(result, { kind, record });
    for (const [id, { fresh: isFresh, ...link }] of links) {
      const isMade = result.operations.some(
        (one) => one.kind === "import" && one.status === "done" && one.user.sourceId === link.sourceId,
      );
      const isOver = settled.includes(link.sourceId) || (isMade && !waiting.includes(link.sourceId));
      if (isFresh && isOver) links.set(id, link);
    }
  }

  return {
    look,
    async plan({ desired, limits, settings }: Wish): Promise<TargetPlan> {
      const past = { settings, ...(baseline === undefined ? {} : { baseline }) };
      const attempted = attempts();
      const current = await look();
      fresh = freshPeople(current, desired, attempted);
      const plan = makePlan(desired, current, rules({ capabilities, limits, past, successors }));
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
      return carryOut(makeUndoPlan(ofLast, current, config), {}, "undo");
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
