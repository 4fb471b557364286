import type { Config, TargetConfig } from "../config/config.ts";
import { UsersyncError } from "../errors.ts";
import type { Log } from "../model/log.ts";
import type { Plan } from "../model/plan.ts";
import type { SyncEvents, SyncParts } from "../sync.ts";
import { withAllowances } from "./allowances.ts";
import { openProgress } from "./open-progress.ts";
import { proxySettings } from "./proxy-settings.ts";
import { redactPlan } from "./redact-plan.ts";
import type { Session } from "./session.ts";
import type { Stop } from "./stop-signals.ts";
import { withRecording } from "./with-recording.ts";

export interface SyncRequest {
  readonly config: Config;
  readonly log: Log;
  /** Names of the targets to run; empty for all. */
  readonly only: readonly string[];
  readonly dryRun: boolean;
  /** Limits that are lifted for this run: `disable=50`. */
  readonly allow: readonly string[];
  /** The run is one of a schedule. */
  readonly scheduled?: boolean;
  readonly stop: Stop;
}

/**
 * One run, or one preview, with its progress shown. This is where stages, clock and streams meet.
 *
 * @throws UsersyncError when the source could not be read, so that there is no plan.
 */
export async function runSync(session: Session, request: SyncRequest): Promise<Plan> {
  const { config, dryRun, stop } = request;
  const targets = chooseTargets(withAllowances(config, request.allow).targets, request.only);
  const { sync } = await import("../sync.ts");
  const progress = await openProgress(session, request.log);
  const on: SyncEvents = {
    ...progress.on,
    planned(plan) {
      if (!dryRun) stop.beginWriting();
      progress.on.planned(plan);
    },
  };
  try {
    const opened = await openParts(session, { ...request, targets });
    const access = dryRun ? "read" : "write";
    const plan = await withRecording(session, { ...request, kind: "run", access }, (recording) => {
      const parts = { ...opened, guests: config.source.users.guests, recording, on };
      return sync(parts, { dryRun, signal: stop.now, finish: stop.finish });
    });
    return redactPlan(plan, session.redactor);
  } finally {
    stop.endWriting();
    progress.close();
  }
}

/** @throws UsersyncError `USAGE` when the config has no target of that name. */
export function chooseTargets(
  targets: readonly TargetConfig[],
  only: readonly string[],
): readonly TargetConfig[] {
  const known = targets.map(({ name }) => name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsersyncError("USAGE", {
      what: `The config has no target named ${unknown.map((name) => `“${name}”`).join(", ")}.`,
      why: `--only takes the name of a target. This config has: ${known.join(", ")}.`,
      fix: `Write --only ${known[0] ?? "<target>"}, or leave --only out to run every target.`,
    });
  }
  return only.length === 0 ? targets : targets.filter(({ name }) => only.includes(name));
}

export interface Opening {
  readonly config: Config;
  readonly targets: readonly TargetConfig[];
  readonly log: Log;
}

/** Opens the source and the targets. Nothing is sent yet. */
export async function openParts(
  { world }: Session,
  { config, targets, log }: Opening,
): Promise<Pick<SyncParts, "source" | "targets">> {
  const { openSource } = await import("../source/open-source.ts");
  const { openTarget } = await import("../target/targets.ts");
  const { identityOf, settingsOf } = await import("../saved/config-digest.ts");
  const { usedProperties } = await import("../model/used-properties.ts");
  const shared = { clock: world.clock, log, proxy: proxySettings(world.env) };
  const properties = usedProperties(targets.map(({ mapping }) => mapping));
  return {
    source: openSource(config.source, { ...shared, properties }),
    targets: targets.map((target) => ({
      config: target,
      target: openTarget(target, shared),
      directory: identityOf(target),
      settings: settingsOf(config, target),
    })),
  };
}
