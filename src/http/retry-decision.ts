import { backoff, retryDelay } from "./retry-delay.ts";
import type { Breakdown, RawAnswer } from "./send-request.ts";

export type Outcome = RawAnswer | Breakdown;

/** What is to be done about an outcome that may be no success. */
export type Decision =
  | { readonly do: "return" }
  /** Waits, then sends again. `everybody`: the server asked that all of us wait. */
  | { readonly do: "repeat"; readonly delay: number; readonly everybody: boolean };

export interface DecisionInput {
  readonly outcome: Outcome;
  /** Whether sending the request twice is the same as sending it once. */
  readonly repeatable: boolean;
  /** 1 for the first. */
  readonly attempt: number;
  readonly now: number;
  /** 0 to 1. */
  readonly random: number;
}

const BUSY = new Set([429, 503]);
const UNSENT = new Set<Breakdown["breakdown"]>(["unreached", "unknown-host", "untrusted", "proxy-refused"]);
const PASSING = new Set<Breakdown["breakdown"]>(["timed-out", "cut", "garbled"]);
const FAILED_ON_THE_WAY = new Set([408, 500, 502, 504]);

/** Whether and when a request is sent again. `"return"`: the outcome is final, good or bad. */
export function decide({ outcome, repeatable, attempt, now, random }: DecisionInput): Decision {
  if ("breakdown" in outcome) {
    return isWorthRepeating(outcome, repeatable)
      ? { do: "repeat", delay: backoff(attempt, random), everybody: false }
      : { do: "return" };
  }
  if (BUSY.has(outcome.status)) {
    const asked = askedDelay(outcome, now);
    const delay = asked > 0 ? asked : backoff(attempt, random);
    return { do: "repeat", delay, everybody: asked > 0 || outcome.status === 429 };
  }
  return repeatable && FAILED_ON_THE_WAY.has(outcome.status)
    ? { do: "repeat", delay: backoff(attempt, random), everybody: false }
    : { do: "return" };
}

/** Whether nobody can tell if the server carried the request out. For anything but a good answer. */
export function isAmbiguous(outcome: Outcome): boolean {
  if ("breakdown" in outcome) return !UNSENT.has(outcome.breakdown);
  // A 2xx here is a page of somebody in between.
  return FAILED_ON_THE_WAY.has(outcome.status) || outcome.status === 503 || outcome.status < 300;
}

/** How long the server wants no more requests, judging by an answer of any status; 0 when it does not say. */
export function exhaustedFor({ headers }: RawAnswer, now: number): number {
  if (headers["x-ratelimit-remaining"] !== "0") return 0;
  return resetDelay(headers, now) ?? secondsOf(headers["x-ratelimit-interval-seconds"]);
}

function isWorthRepeating({ breakdown }: Breakdown, repeatable: boolean): boolean {
  if (breakdown === "unreached") return true;
  return repeatable && PASSING.has(breakdown);
}

function askedDelay({ headers }: RawAnswer, now: number): number {
  const asked = retryDelay(headers["retry-after"], now) ?? resetDelay(headers, now);
  return asked ?? secondsOf(headers["x-ratelimit-interval-seconds"]);
}

/** Only a date: elsewhere this header holds seconds since the epoch, or seconds from now. */
function resetDelay(headers: RawAnswer["headers"], now: number): number | undefined {
  const reset = headers["x-ratelimit-reset"]?.trim() ?? "";
  return /^\d{4}-/.test(reset) ? retryDelay(reset, now) : undefined;
}

function secondsOf(header: string | undefined): number {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : 0;
}
