import type { TargetConfig } from "../../config/config.ts";
import type { Circumstances, RunKind } from "../../model/history.ts";
import type { Plan } from "../../model/plan.ts";
import type { Choice } from "../../plan/look-again/touched.ts";
import type { Session } from "../session.ts";
import { circumstancesOf } from "../settings/circumstances.ts";
import type { Settings } from "../settings/open-settings.ts";
import type { Stop } from "../world/stop-signals.ts";
import { openParts } from "./run-sync.ts";
import { withProgress } from "./with-progress.ts";
import { withRecording } from "./with-recording.ts";

export interface Reviewed {
  readonly settings: Settings;
  readonly plan: Plan;
  readonly kind: Exclude<RunKind, "run">;
  /** The run that this one takes back. */
  readonly undoes?: number;
  readonly choice: Choice;
  /** The flags besides those of the choice, and the plan file. */
  readonly circumstances?: Circumstances;
  readonly stop: Stop;
}

/**
 * Carries out a plan that somebody has looked at, and only as far as it still fits.
 *
 * @returns The plan with what became of each operation.
 * @throws UsersyncError when nothing could be begun.
 */
export function applyReviewed(session: Session, reviewed: Reviewed): Promise<Plan> {
  const { settings, plan, kind, undoes, choice, stop } = reviewed;
  const { config, log } = settings;
  return withProgress(session, { log, stop, writes: true }, async (on) => {
    const { applySaved } = await import("../../apply-saved.ts");
    const parts = await openParts(session, { config, log, targets: targetsOf(plan, config.targets) });
    const recorded = {
      config,
      log,
      kind,
      access: "write",
      circumstances: circumstancesOf({ ...reviewed.circumstances, ...choice }),
      ...(undoes !== undefined && { undoes }),
    } as const;
    return withRecording(session, recorded, (recording) =>
      applySaved(plan, { ...parts, recording, on }, { choice, signal: stop.now, finish: stop.finish }),
    );
  });
}

/** In the order of the plan, whose targets all stand in the config. */
function targetsOf(plan: Plan, targets: readonly TargetConfig[]): readonly TargetConfig[] {
  return plan.targets.flatMap(({ name }) => targets.filter((target) => target.name === name));
}
