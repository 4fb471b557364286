import type { Clock } from "../model/clock.ts";
import { explainAnswer, explainRateLimit, type OutcomeContext } from "./explain-answer.ts";
import { explainBreakdown } from "./explain-breakdown.ts";
import type { HttpClientOptions, HttpRequest } from "./http-client.ts";
import type { HttpError } from "./http-error.ts";
import { runPatience } from "./patience.ts";
import type { ReadAnswer } from "./read-body.ts";
import type { RequestGate, Turn } from "./request-gate.ts";
import { type Decision, decide, exhaustedFor } from "./retry-decision.ts";
import type { Breakdown } from "./send-request.ts";

/** How one request has gone so far. */
export interface Course {
  readonly request: HttpRequest;
  /** Whether sending it twice is the same as sending it once. */
  readonly repeatable: boolean;
  /** Times that it was sent. */
  readonly attempt: number;
  /** When it was sent first, in milliseconds since the epoch. */
  readonly started: number;
  /** It may have been carried out though nobody said so. */
  readonly ambiguous: boolean;
}

/** `wait`: send it again after so many milliseconds. */
export type Verdict =
  | { readonly answer: ReadAnswer }
  | { readonly error: HttpError }
  | { readonly wait: number };

export interface Judge {
  /** What follows from an attempt. The gate is told here, before it lets the next request go. */
  judge(course: Course, outcome: Breakdown | ReadAnswer, turn: Turn): Verdict;
  /** @throws HttpError when a request need not be sent: after a 401, or before a wait that is too long. */
  admit(course: Course, wait: number): void;
}

export function createJudge(options: HttpClientOptions, gate: RequestGate): Judge {
  const { attempts, maxWait } = patienceOf(options);
  const clock: Clock = options.clock;
  const contextOf = contextMaker(options);
  // Repeated wrong logins lock accounts, so the first one speaks for all requests to come.
  let signInError: HttpError | undefined;

  function repeat(course: Course, outcome: Breakdown | ReadAnswer, decision: Repeat, turn: Turn): Verdict {
    const isTooLong = clock.now() - course.started + decision.delay > maxWait;
    if (!decision.everybody) {
      const isOver = isTooLong || course.attempt >= attempts;
      return isOver ? { error: explain(contextOf(course), outcome) } : { wait: decision.delay };
    }
    gate.slowDown(turn);
    gate.pause(decision.delay);
    if (isTooLong) return { error: explainRateLimit(contextOf(course), decision.delay) };
    return course.attempt >= attempts ? { error: explain(contextOf(course), outcome) } : { wait: 0 };
  }

  return {
    judge(course, outcome, turn) {
      const now = clock.now();
      if ("status" in outcome) pauseIfExhausted(gate, exhaustedFor(outcome, now));
      if (isGood(outcome)) return { answer: outcome };
      const { repeatable, attempt } = course;
      const decision = decide({ outcome, repeatable, attempt, now, random: clock.random() });
      if (decision.do === "repeat") return repeat(course, outcome, decision, turn);
      const error = explain(contextOf(course), outcome);
      if (error.code === "SIGN_IN_FAILED") signInError = error;
      return { error };
    },
    admit(course, wait) {
      if (signInError !== undefined) throw signInError;
      if (wait > maxWait) throw explainRateLimit(contextOf(course), wait);
    },
  };
}

function patienceOf({ patience, connection }: HttpClientOptions) {
  return patience ?? runPatience(connection);
}

type Repeat = Extract<Decision, { readonly do: "repeat" }>;

function pauseIfExhausted(gate: RequestGate, milliseconds: number): void {
  if (milliseconds > 0) gate.pause(milliseconds);
}

function explain(context: OutcomeContext, outcome: Breakdown | ReadAnswer): HttpError {
  if ("breakdown" in outcome) return explainBreakdown(context, outcome);
  return explainAnswer(context, outcome);
}

function isGood(outcome: Breakdown | ReadAnswer): outcome is ReadAnswer {
  return "asAsked" in outcome && outcome.asAsked && outcome.status >= 200 && outcome.status < 300;
}

function contextMaker(options: HttpClientOptions): (course: Course) => OutcomeContext {
  const { name, baseUrl, connection, fixes, explain, entrance, authorization, secrets = [] } = options;
  const credentials = authorization.slice(authorization.indexOf(" ") + 1);
  const masked = [authorization, credentials, ...secrets].filter((secret) => secret !== "");
  const origin = new URL(baseUrl).origin;
  return ({ request: { method, path }, attempt, ambiguous }) => ({
    ...{ name, origin, baseUrl, method, path, attempts: attempt, ambiguous, fixes, secrets: masked },
    ...(explain === undefined ? {} : { explain }),
    ...(entrance === undefined ? {} : { entrance }),
    patience: patienceOf(options),
    timeout: connection.timeout,
    maxResponseSize: connection.maxResponseSize,
  });
}
