import type { CredentialConfig } from "../../../config/config.ts";
import type { Clock } from "../../../model/clock.ts";
import type { Log } from "../../../model/log.ts";
import type { JsonObject } from "../../to-person.ts";
import { GraphCall, type Layer } from "./graph-call.ts";
import { TransientFailure } from "./graph-refusal.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { API_VERSION } from "./pin-origin.ts";
import type { Rider } from "./rider.ts";
import { splitBatch } from "./split-batch.ts";

export interface CarryOptions {
  readonly graphUrl: string;
  readonly credential: CredentialConfig;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sends what a call carries: one call as it is, several in one request, whose answers are judged one by one.
 *
 * What this throws concerns those who have no answer yet. Where only some of a batch failed, it throws as well,
 * after each of them has been told, because the pace has to know when Graph asks for rest.
 */
export function carry(options: CarryOptions): Layer {
  return async (call, next) => {
    if (call.load === undefined) return await next();
    const riders = await call.load();
    for (const rider of riders) rider.call.attempts += 1;
    const [first] = riders;
    if (first === undefined) return {};
    if (riders.length === 1) {
      const body = await next(first.call);
      first.answer(body);
      return body;
    }
    const body = await next(toBatch(call, riders, options));
    handOut(body, riders, options);
    return body;
  };
}

function toBatch(
  { url, signal, attempts }: GraphCall,
  riders: readonly Rider[],
  { graphUrl }: CarryOptions,
): GraphCall {
  const base = `${graphUrl}${API_VERSION}`;
  const requests = riders.map(({ call }, at) => ({
    id: idOf(at),
    method: "GET",
    url: call.url.slice(base.length),
  }));
  const [first] = riders;
  const batch = new GraphCall({
    url,
    what: `${first?.call.what} and ${riders.length - 1} more`,
    signal,
    batch: { json: JSON.stringify({ requests }), size: riders.length },
  });
  batch.attempts = attempts;
  batch.authorization = first?.call.authorization;
  return batch;
}

function idOf(at: number): string {
  return String(at + 1);
}

function handOut(body: JsonObject, riders: readonly Rider[], options: CarryOptions): void {
  const { credential, clock, log } = options;
  const answers = splitBatch(body, new Set(riders.map((_, at) => idOf(at))), clock.now());
  const setbacks: TransientFailure[] = [];
  for (const [at, { call, answer, fail }] of riders.entries()) {
    const given = answers.get(idOf(at));
    const path = new URL(call.url).pathname;
    log.debug("request in a batch", {
      source: "entra",
      method: "GET",
      path,
      attempt: call.attempts,
      status: given?.status,
    });
    try {
      // Graph may leave some to a page that follows. Asked for again, they come first.
      if (given === undefined) throw new TransientFailure("no answer among those to a batch");
      answer(judgeAnswer(given, call, credential));
    } catch (error) {
      fail(error);
      if (error instanceof TransientFailure) setbacks.push(error);
    }
  }
  if (setbacks.length > 0) throw together(setbacks);
}

/** Failures of one batch as the one that weighs most. */
function together(setbacks: readonly TransientFailure[]): TransientFailure {
  const worst = setbacks.find(({ status }) => status === 429) ?? setbacks[0];
  const rests = setbacks.flatMap(({ retryAfter }) => retryAfter ?? []);
  return new TransientFailure(worst?.message ?? "", {
    ...(worst?.status === undefined ? {} : { status: worst.status }),
    ...(rests.length === 0 ? {} : { retryAfter: Math.max(...rests) }),
    cause: worst,
  });
}
