import type { RequestGate, Turn } from "../../../http/request-gate.ts";
import { canceled } from "../../canceled.ts";
import type { JsonObject } from "../../to-person.ts";
import type { Deadline } from "./deadline.ts";
import type { Layer } from "./graph-call.ts";
import { TransientFailure } from "./graph-refusal.ts";

/**
 * Lets only so many attempts go at a time, and as fast as the config allows. A wait before a repetition
 * takes nobody's place. When Graph asks for rest, the whole run rests.
 */
export function pace(gate: RequestGate, deadline: Deadline): Layer {
  return async (call, next) => {
    // A long listing goes on before others begin: it decides how long the read takes, and its links expire.
    const urgent = call.attempts > 0 || call.isNextPage;
    call.attempts += 1;
    try {
      return await gate.pass((turn) => attempt(gate, turn, next), {
        signal: call.signal,
        urgent,
        // How long one request may wait is for `retry` to judge.
        admit: (wait) => deadline.admit(wait),
      });
    } catch (error) {
      throw call.signal.aborted ? canceled(call.signal) : error;
    }
  };
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
