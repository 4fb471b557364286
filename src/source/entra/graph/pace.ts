import { setImmediate as letOthersGo } from "node:timers/promises";
import type { RequestGate, Turn } from "../../../http/request-gate.ts";
import { canceled } from "../../canceled.ts";
import type { JsonObject } from "../../to-person.ts";
import type { Deadline } from "./deadline.ts";
import type { Layer } from "./graph-call.ts";
import { TransientFailure } from "./graph-refusal.ts";

/**
 * Lets only so many attempts go at a time, and as fast as the config allows. A wait before a repetition
 * takes nobody's place. When Graph asks for rest, the whole run rests.
 *
 * A listing that goes on keeps its place: given to a request that waits, it would have to wait for the next
 * free one, page after page.
 */
export function pace(gate: RequestGate, deadline: Deadline): Layer {
  return async (call, next) => {
    // A long listing goes on before others begin: it decides how long the read takes, and its links expire.
    const urgent = call.attempts > 0 || call.isNextPage;
    call.attempts += 1;
    const options = {
      signal: call.signal,
      urgent,
      // How long one request may wait is for `retry` to judge.
      admit: (wait: number) => deadline.admit(wait),
    };
    try {
      return await early((answered) =>
        gate.pass(async (turn) => {
          const answer = await attempt(gate, turn, next);
          answered(answer);
          // By then, whoever reads the listing asks for its next page, or for the groups that it holds.
          if (hasNextPage(answer) || call.load !== undefined) await letOthersGo();
          return answer;
        }, options),
      );
    } catch (error) {
      throw call.signal.aborted ? canceled(call.signal) : error;
    }
  };
}

/** What the work hands out before it ends; what it throws until then. */
async function early<T>(work: (handOut: (value: T) => void) => Promise<T>): Promise<T> {
  return await new Promise((resolve, reject) => {
    work(resolve).catch(reject);
  });
}

function hasNextPage(answer: JsonObject): boolean {
  return answer["@odata.nextLink"] !== undefined;
}

async function attempt(gate: RequestGate, turn: Turn, next: () => Promise<JsonObject>): Promise<JsonObject> {
  try {
    const answer = await next();
    gate.recover();
    return answer;
  } catch (error) {
    if (error instanceof TransientFailure) {
      if (error.status === 429) gate.slowDown(turn);
      if (error.retryAfter !== undefined && error.retryAfter > 0) gate.pause(error.retryAfter);
    }
    throw error;
  }
}
