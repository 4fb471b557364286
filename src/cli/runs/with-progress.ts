import type { Log } from "../../model/log.ts";
import type { Plan } from "../../model/plan.ts";
import type { SyncEvents } from "../../sync.ts";
import type { Session } from "../session.ts";
import { redactPlan } from "../settings/redact-plan.ts";
import type { Stop } from "../world/stop-signals.ts";
import { openProgress } from "./open-progress.ts";

export interface Work {
  readonly log: Log;
  readonly stop: Stop;
  /** Once there is a plan it is carried out. */
  readonly writes: boolean;
}

/** Shows how far the work has come, and lets the first signal finish what is being written. */
export async function withProgress(
  session: Session,
  { log, stop, writes }: Work,
  work: (on: SyncEvents) => Promise<Plan>,
): Promise<Plan> {
  const progress = await openProgress(session, log);
  const on: SyncEvents = {
    ...progress.on,
    planned(plan) {
      if (writes) stop.beginWriting();
      progress.on.planned(plan);
    },
  };
  try {
    return redactPlan(await work(on), session.redactor);
  } finally {
    stop.endWriting();
    progress.close();
  }
}
