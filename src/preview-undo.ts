import { toFailure } from "./errors.ts";
import { lookBeforeDisabling } from "./look-before-disabling.ts";
import type { DirectorySnapshot } from "./model/directory-snapshot.ts";
import type { JournalEntry } from "./model/history.ts";
import type { ReadProgress } from "./model/log.ts";
import type { Plan, TargetPlan } from "./model/plan.ts";
import { unread } from "./plan/frame.ts";
import { protectedGroupNames } from "./plan/groups/protected-group-names.ts";
import { settle } from "./plan/look-again/settle.ts";
import { groupsIn } from "./plan/look-again/touched.ts";
import { makeUndoPlan } from "./plan/undo/make-undo-plan.ts";
import { successorsOf } from "./plan/users/hand-over.ts";
import { readDirectory } from "./read-directory.ts";
import type { SyncParts, SyncTarget } from "./sync.ts";

export type UndoParts = Pick<SyncParts, "targets" | "recording" | "on">;

/**
 * What would take a run back: its journal turned round and held against a fresh reading of its directories.
 * Guarded as any plan is. Nothing is written; `applySaved` carries it out.
 *
 * @param run The number of the run in the history.
 * @throws UsersyncError `STATE_UNUSABLE`.
 */
export async function previewUndo(run: number, parts: UndoParts, signal: AbortSignal): Promise<Plan> {
  const { recording, targets, on } = parts;
  const entries = await recording.state.entries({ run });
  const plans = await Promise.all(
    targets.map((target) => {
      const own = entries.filter(({ directory }) => directory === target.directory);
      return undoIn(target, own, parts, signal);
    }),
  );
  const plan = {
    createdAt: recording.now(),
    complete: plans.every(({ error }) => error === undefined),
    undoes: run,
    targets: plans,
  };
  on.planned(plan);
  return plan;
}

/** Never rejects: a directory that cannot be read does not keep the others from being brought back. */
async function undoIn(
  { config, target, directory }: SyncTarget,
  entries: readonly JournalEntry[],
  { recording: { state }, on }: UndoParts,
  signal: AbortSignal,
): Promise<TargetPlan> {
  const { name } = config;
  const { capabilities } = target;
  try {
    const { groups: kept } = await state.remembered(directory);
    const named = groupsIn(entries.map(({ operation }) => operation));
    const managed = [...named, ...(kept ?? [])].map((group) => group.name);
    const groups = [...new Set([...managed, ...protectedGroupNames(config.protect)])];
    const open = entries.filter(({ status }) => status === "open");
    const onRead = (progress: ReadProgress) => on.read(name, progress);
    const { snapshot } = await readDirectory({ target, directory, state, open }, { groups, signal, onRead });
    const rules = { ...config, capabilities, successors: successorsOf(config), kept };
    const first = makeUndoPlan(settledBy(snapshot, entries), snapshot, rules);
    const earlier = entries.map(({ operation }) => operation);
    const looked = await lookBeforeDisabling(first.operations, { snapshot, config, target, earlier, signal });
    return looked === snapshot ? first : makeUndoPlan(settledBy(looked, entries), looked, rules);
  } catch (error) {
    return unread(config, toFailure(error));
  }
}

/** What a run that died left open is settled for this look only: the next run writes it down. */
function settledBy(snapshot: DirectorySnapshot, entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const open = entries.filter(({ status }) => status === "open");
  const found = new Map(settle(open, snapshot).map((one) => [one.seq, one.found]));
  return entries.map((entry) => {
    const status = found.get(entry.seq);
    if (status === undefined) return entry;
    return { ...entry, status: status === "unknown" ? status : (`found-${status}` as const) };
  });
}
