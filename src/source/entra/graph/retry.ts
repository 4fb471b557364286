import { UsersyncError } from "../../../errors.ts";
import type { Patience } from "../../../http/patience.ts";
import { backoff } from "../../../http/retry-delay.ts";
import type { Clock } from "../../../model/clock.ts";
import type { Log } from "../../../model/log.ts";
import { canceled } from "../../canceled.ts";
import type { Deadline } from "./deadline.ts";
import type { GraphCall, Layer } from "./graph-call.ts";
import { TransientFailure } from "./graph-refusal.ts";

export interface RetryOptions {
  readonly patience: Patience;
  readonly deadline: Deadline;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Repeats what failed and may go well a moment later. Every request is a GET, so repeating is safe.
 *
 * A server that says how long it wants to be left alone is obeyed to the millisecond; when that is longer
 * than the config allows, the run ends rather than ask too early.
 */
export function retry({ patience, deadline, clock, log }: RetryOptions): Layer {
  return async (call, next) => {
    const start = clock.now();
    for (let attempt = 1; ; attempt += 1) {
      const failure = await attemptOnce(next);
      if ("answer" in failure) return failure.answer;

      failure.jitter ??= clock.random();
      const wait = failure.retryAfter ?? backoff(attempt, failure.jitter);
      if (attempt >= patience.attempts) throw gaveUp(failure, call, attempt);
      if (clock.now() - start + wait > patience.maxWait) throw tooLong(failure, call, wait, patience);
      deadline.admit(wait, failure.message);
      log.warn(`Graph gave ${failure.message} for ${call.what}; asking again`, { attempt, waitMs: wait });
      await pause(wait, call.signal, clock);
    }
  };
}

async function attemptOnce<T>(next: () => Promise<T>): Promise<TransientFailure | { answer: T }> {
  try {
    return { answer: await next() };
  } catch (error) {
    if (error instanceof TransientFailure) return error;
    throw error;
  }
}

async function pause(milliseconds: number, signal: AbortSignal, clock: Clock): Promise<void> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch (error) {
    throw signal.aborted ? canceled(signal) : error;
  }
}

function tooLong(
  failure: TransientFailure,
  { what }: GraphCall,
  wait: number,
  { maxWait, of }: Patience,
): UsersyncError {
  const allows = of === "check" ? "A check allows" : "source.maxWaitSeconds allows";
  const allowed = `${allows} ${maxWait / 1000} s for one request, waiting included.`;
  if (failure.retryAfter === undefined) {
    return new UsersyncError("NETWORK", {
      what: `Microsoft Graph did not give ${what}: ${failure.message}.`,
      why: allowed,
      fix: "Start the run again later. If Graph is slow for long, raise source.maxWaitSeconds.",
      cause: failure,
    });
  }
  return new UsersyncError("RATE_LIMITED", {
    what: `Microsoft Graph asked for ${Math.ceil(wait / 1000)} s of rest before it gives ${what}: ${failure.message}.`,
    why: allowed,
    fix: `Start the run again in ${Math.ceil(wait / 60_000)} min, or raise source.maxWaitSeconds.`,
    cause: failure,
  });
}

function gaveUp(failure: TransientFailure, { what, url }: GraphCall, attempts: number): UsersyncError {
  const isLimited = failure.status === 429;
  return new UsersyncError(isLimited ? "RATE_LIMITED" : "NETWORK", {
    what: `Microsoft Graph did not give ${what} in ${attempts} attempts; the last one met ${failure.message}.`,
    why: isLimited
      ? "It says that it is asked too often."
      : `The service at ${new URL(url).origin} failed or could not be reached.`,
    fix: isLimited
      ? "Lower source.concurrency or set source.requestsPerSecond, and look what else uses the same app registration."
      : "Check the network and the proxy settings HTTPS_PROXY and NO_PROXY, then start the run again.",
    cause: failure,
  });
}
