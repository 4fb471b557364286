import type { Config } from "../../config/config.ts";
import type { Circumstances, RunKind, Trigger } from "../../model/history.ts";
import type { Log } from "../../model/log.ts";
import type { NewState } from "../../state/open-state.ts";
import type { State } from "../../state/state.ts";
import type { SyncParts } from "../../sync.ts";
import { exitCodeOfPlan } from "../exit-code.ts";
import { packageVersion } from "../package-version.ts";
import type { Session } from "../session.ts";
import { redactedState } from "../settings/redacted-state.ts";
import { isCi } from "../world/terminal.ts";
import type { World } from "../world/world.ts";
import { newStateWords } from "./new-state.ts";
import { tellingInterrupted } from "./telling-interrupted.ts";

export interface RecordingRequest {
  readonly config: Config;
  readonly log: Log;
  readonly kind: RunKind;
  /** The run that this one takes back. */
  readonly undoes?: number;
  readonly circumstances?: Circumstances | undefined;
  /** The run is one of a schedule. */
  readonly scheduled?: boolean;
  /** `"read"`: for what writes nothing, such as a plan. Makes no state where there is none. */
  readonly access: "read" | "write";
  /** A state that was not there before is no news. */
  readonly expectsNewState?: boolean;
  /** Told where there is no state yet, and none is made. */
  readonly onNoState?: (place: string) => void;
}

/**
 * Opens the state, and says who does what from where, for the history and the lock. The state is closed
 * when the work is over.
 *
 * @throws UsersyncError `STATE_UNUSABLE`.
 */
export async function withRecording<Result>(
  session: Session,
  request: RecordingRequest,
  work: (recording: SyncParts["recording"]) => Promise<Result>,
): Promise<Result> {
  const { world } = session;
  const { config, kind, undoes, circumstances, scheduled = false, access } = request;
  const { configDigest } = await import("../../saved/config-digest.ts");
  const opened = await openStateOf(session, config, access, {
    onNew: (news) => tellOfNewState(news, request),
    warn: request.log.warn,
  });
  const state = tellingInterrupted(opened, request.log);
  try {
    return await work({
      state,
      run: {
        trigger: scheduled ? "cron" : triggerOf(world),
        version: packageVersion(),
        configDigest: configDigest(config),
        ...(undoes !== undefined && { undoes }),
        ...(circumstances !== undefined && { circumstances }),
      },
      holder: { who: world.host.user, host: world.host.name, pid: world.host.pid, kind },
      now: () => new Date(world.clock.now()),
      exitCodeOf: (plan) => exitCodeOfPlan(plan, false),
    });
  } finally {
    await state.close();
  }
}

/**
 * The state that the config names, with every run in the audit file too where there is one.
 *
 * @throws UsersyncError `STATE_UNUSABLE`.
 */
export async function openStateOf(
  { world, redactor }: Session,
  { state: place, audit: { file } }: Pick<Config, "state" | "audit">,
  access: "read" | "write",
  { onNew, warn }: { readonly onNew: (news: NewState) => void; readonly warn: Log["warn"] },
): Promise<State> {
  const { openState } = await import("../../state/open-state.ts");
  const { clock, host } = world;
  const opening = { clock, version: packageVersion(), mode: access, onNew };
  const opened = await openState(place, opening);
  if (access === "read") return opened;
  const state = redactedState(opened, redactor.redact);
  if (file === undefined) return state;
  const { openAudit } = await import("../../audit/open-audit.ts");
  const { auditedState } = await import("../../audit/audited-state.ts");
  const { now } = clock;
  const audit = openAudit(file, { host: host.name, heads: state.audit, now, warn });
  return auditedState(state, { audit, redact: redactor.redact, now });
}

/** A state that is not there yet is what a plan before the first run finds. An empty one is not. */
export function tellOfNewState(
  news: NewState,
  {
    log,
    expectsNewState = false,
    onNoState,
  }: Pick<RecordingRequest, "log" | "expectsNewState" | "onNoState">,
): void {
  if (expectsNewState) return;
  if (news.made || news.was === "empty") log.warn(newStateWords(news));
  else onNoState?.(news.place);
}

function triggerOf({ env, stderr }: World): Trigger {
  if (isCi(env)) return "ci";
  return stderr.isTTY === true ? "terminal" : "script";
}
