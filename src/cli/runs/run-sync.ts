import type { Config, TargetConfig } from "../../config/config.ts";
import { UsersyncError } from "../../errors.ts";
import type { Log } from "../../model/log.ts";
import type { Plan } from "../../model/plan.ts";
import type { Source } from "../../source/source.ts";
import type { SyncEvents, SyncParts, SyncTarget } from "../../sync.ts";
import { similarNames } from "../find/similar-names.ts";
import type { Session } from "../session.ts";
import { withAllowances } from "../settings/allowances.ts";
import { circumstancesOf } from "../settings/circumstances.ts";
import { proxySettings } from "../world/proxy-settings.ts";
import type { Stop } from "../world/stop-signals.ts";
import { lostStateWords, showsLinks } from "./new-state.ts";
import { withProgress } from "./with-progress.ts";
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
  /** Also reads the names of all groups, in directories that list them. */
  readonly listGroups?: boolean;
  /** A state that was not there before is no news. */
  readonly expectsNewState?: boolean;
  /** Stands between the run and the source, to see what it gives. */
  readonly watch?: (source: Source) => Source;
  /** Told both sides of each directory. Whoever explains them shows the links, too. */
  readonly compared?: SyncEvents["compared"];
  /** Says that the state is lost although somebody is told both sides. */
  readonly tellsOfLoss?: boolean;
  readonly stop: Stop;
}

/**
 * One run, or one preview, with its progress shown. This is where stages, clock and streams meet.
 *
 * @throws UsersyncError when the source could not be read, so that there is no plan.
 */
export function runSync(session: Session, request: SyncRequest): Promise<Plan> {
  const { config, log, dryRun, compared, stop } = request;
  const circumstances = circumstancesOf({ allow: request.allow, only: request.only });
  const targets = chooseTargets(withAllowances(config, request.allow).targets, request.only);
  return withProgress(session, { ...request, writes: !dryRun }, async (on) => {
    const { sync } = await import("../../sync.ts");
    const { source: own, targets: plain } = await openParts(session, { ...request, targets });
    const source = request.watch?.(own) ?? own;
    const opened = { source, targets: request.listGroups === true ? plain.map(listingGroups) : plain };
    const access = dryRun ? "read" : "write";
    let noState: string | undefined;
    const onNoState = (place: string) => {
      noState = place;
    };
    const recorded = { ...request, kind: "run", access, onNoState, circumstances } as const;
    return withRecording(session, recorded, (recording) => {
      const isSilent = compared !== undefined && request.tellsOfLoss !== true;
      const onCompared: SyncEvents["compared"] = (name, sides) => {
        compared?.(name, sides);
        if (isSilent || noState === undefined || !showsLinks(sides)) return;
        log.warn(lostStateWords(noState, name));
        noState = undefined;
      };
      const events = { ...on, compared: onCompared };
      const parts = { ...opened, scope: config.source.users, recording, on: events };
      return sync(parts, { dryRun, signal: stop.now, finish: stop.finish });
    });
  });
}

function listingGroups(one: SyncTarget): SyncTarget {
  const { target } = one;
  return { ...one, target: { ...target, read: (options) => target.read({ ...options, listGroups: true }) } };
}

/** @throws UsersyncError `USAGE` when the config has no target of that name. */
export function chooseTargets(
  targets: readonly TargetConfig[],
  only: readonly string[],
): readonly TargetConfig[] {
  const known = targets.map(({ name }) => name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const [near] = unknown.flatMap((name) => similarNames(name, known));
    throw new UsersyncError("USAGE", {
      what: `The config has no target named ${unknown.map((name) => `“${name}”`).join(", ")}.`,
      why: `--only takes the name of a target. This config has: ${known.join(", ")}.`,
      fix: `Write --only ${near ?? known[0] ?? "<target>"}, or leave --only out to run every target.`,
    });
  }
  return only.length === 0 ? targets : targets.filter(({ name }) => only.includes(name));
}

/**
 * The target that a command is about.
 *
 * @throws UsersyncError `USAGE` when it is not named and there are several, or not there.
 */
export function chooseOneTarget(targets: readonly TargetConfig[], name: string | undefined): TargetConfig {
  const [only, second] = targets.filter((target) => name === undefined || target.name === name);
  if (only !== undefined && second === undefined) return only;
  const known = targets.map((target) => target.name);
  const [near] = name === undefined ? [] : similarNames(name, known);
  throw new UsersyncError("USAGE", {
    what:
      name === undefined
        ? "The config has several targets, and none is named."
        : `The config has no target named “${name}”.`,
    why: `This config has: ${known.join(", ")}.`,
    fix: `Write --target ${near ?? known[0] ?? "<target>"}.`,
  });
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
  const { openSource } = await import("../../source/open-source.ts");
  const { openTarget } = await import("../../target/targets.ts");
  const { identityOf, settingsOf } = await import("../../saved/config-digest.ts");
  const { usedProperties } = await import("../../model/used-properties.ts");
  const shared = { clock: world.clock, log, proxy: proxySettings(world.env) };
  const properties = usedProperties(
    targets.map(({ mapping }) => mapping),
    config.source.users.where,
  );
  const nests = targets.some(({ mapping }) => mapping.nesting === "mirror");
  return {
    source: openSource(config.source, { ...shared, properties, nests }),
    targets: targets.map((target) => ({
      config: target,
      target: openTarget(target, shared),
      directory: identityOf(target),
      settings: settingsOf(config, target),
    })),
  };
}
