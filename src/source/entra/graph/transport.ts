import { type Dispatcher, fetch } from "undici";
import type { ConnectionConfig, CredentialConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { retryDelay } from "../../../http/retry-delay.ts";
import type { Clock } from "../../../model/clock.ts";
import type { Log, LogFields } from "../../../model/log.ts";
import { canceled } from "../../canceled.ts";
import type { Deadline } from "./deadline.ts";
import type { GraphCall, Layer } from "./graph-call.ts";
import { TransientFailure } from "./graph-refusal.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { networkFailure } from "./network-failure.ts";
import type { RawAnswer } from "./raw-answer.ts";
import { readText } from "./read-text.ts";

export interface TransportOptions {
  readonly connection: ConnectionConfig;
  readonly credential: CredentialConfig;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly log: Log;
  readonly deadline: Deadline;
}

/** The innermost layer: one attempt, its answer read to the end and judged, within the time for one attempt. */
export function transport(options: TransportOptions): Layer {
  return async (call) => {
    const answer = await logged(call, options);
    return judgeAnswer(call.batch === undefined ? answer : ofBatch(answer), call, options.credential);
  };
}

/** Graph's pages say that a batch in which one failed is answered with 424. What became of each stands inside. */
function ofBatch(answer: RawAnswer): RawAnswer {
  return answer.status === 424 ? { ...answer, status: 200 } : answer;
}

/** An attempt that leaves a line in the log, unless it was stopped. */
async function logged(call: GraphCall, options: TransportOptions): Promise<RawAnswer> {
  const { clock, log } = options;
  const begun = clock.now();
  const write = (end: LogFields) => {
    log.debug("request", {
      source: "entra",
      method: call.batch === undefined ? "GET" : "POST",
      path: new URL(call.url).pathname,
      attempt: call.attempts,
      milliseconds: clock.now() - begun,
      ...(call.batch === undefined ? {} : { requests: call.batch.size }),
      ...end,
    });
  };
  try {
    const answer = await attempt(call, options);
    write({ status: answer.status });
    return answer;
  } catch (error) {
    if (!call.signal.aborted) write({ failure: error instanceof Error ? error.message : "" });
    throw error;
  }
}

async function attempt(call: GraphCall, options: TransportOptions): Promise<RawAnswer> {
  const { timeout } = options.connection;
  const left = options.deadline.left();
  const controller = new AbortController();
  const expire = () =>
    controller.abort(
      left < timeout
        ? options.deadline.passed()
        : new TransientFailure(`no whole answer within ${timeout / 1000} s`),
    );
  const timer = setTimeout(expire, Math.min(timeout, left));
  const relay = () => controller.abort(call.signal.reason);
  if (call.signal.aborted) relay();
  call.signal.addEventListener("abort", relay, { once: true });
  try {
    return await exchange(call, controller.signal, options);
  } catch (error) {
    if (call.signal.aborted) throw canceled(call.signal);
    if (controller.signal.aborted) throw controller.signal.reason;
    throw error instanceof UsersyncError ? error : networkFailure(error, call.url);
  } finally {
    clearTimeout(timer);
    call.signal.removeEventListener("abort", relay);
  }
}

async function exchange(
  call: GraphCall,
  signal: AbortSignal,
  { connection, dispatcher, clock }: TransportOptions,
): Promise<RawAnswer> {
  const { batch } = call;
  const response = await fetch(call.url, {
    ...(batch === undefined ? {} : { method: "POST", body: batch.json }),
    headers: {
      accept: "application/json",
      // Node's own default, `*`, is refused by parts of Graph.
      "accept-language": "en-US",
      "user-agent": "usersync",
      ...(batch === undefined ? {} : { "content-type": "application/json" }),
      ...(call.authorization === undefined ? {} : { authorization: call.authorization }),
    },
    redirect: "manual",
    dispatcher,
    signal,
  });
  const { status, headers, body } = response;
  const text = await readText(body, connection.maxResponseSize * (batch?.size ?? 1));
  return {
    status,
    contentType: headers.get("content-type") ?? "",
    requestId: headers.get("request-id") ?? undefined,
    retryAfter: retryDelay(headers.get("retry-after"), clock.now()),
    isEmpty: text === "",
    parse: () => JSON.parse(text),
  };
}
