import { setMaxListeners } from "node:events";
import { UsersyncError } from "../errors.ts";

/** Why a stopped read ended: the signal's own reason where that is for people, else `CANCELED`. */
export function canceled(signal: AbortSignal): UsersyncError {
  if (signal.reason instanceof UsersyncError) return signal.reason;
  return new UsersyncError("CANCELED", {
    what: "Reading the source was stopped before it was finished.",
    why: "The run was interrupted. Nothing is written after an unfinished read.",
    fix: "Start the run again.",
    cause: signal.reason,
  });
}

/**
 * Runs reads that belong together: when the work ends, well or badly, or the outer signal is aborted,
 * whatever is still under way is stopped, so that no request outlives its run.
 */
export async function stopTogether<T>(
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  // Every waiting request listens; that is no leak to warn about.
  setMaxListeners(0, controller.signal);
  const relay = () => controller.abort(outer.reason);
  if (outer.aborted) relay();
  outer.addEventListener("abort", relay, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    outer.removeEventListener("abort", relay);
    controller.abort();
  }
}
