import { explainAnswer, explainRateLimit, type OutcomeContext } from "./explain-answer.ts";
import { explainBreakdown } from "./explain-breakdown.ts";
import type { HttpAnswer, HttpClientOptions, HttpRequest } from "./http-client.ts";
import type { HttpError } from "./http-error.ts";
import type { ReadAnswer } from "./read-body.ts";
import type { RequestGate } from "./request-gate.ts";
import { decide, isAmbiguous } from "./retry-decision.ts";
import type { Attempt, Attempts } from "./send-attempt.ts";

const MAX_ATTEMPTS = 6;

export interface RetryLoopParts {
  readonly options: HttpClientOptions;
  readonly gate: RequestGate;
  readonly attempts: Attempts;
}

/** How one request has gone so far. */
interface Course {
  readonly request: HttpRequest;
  readonly repeatable: boolean;
  readonly attempt: number;
  /** When the first attempt went. */
  readonly started: number;
  readonly ambiguous: boolean;
}

/** Repeats a request until there is an answer that is final, then returns it or throws it as HttpError. */
export function createRetryLoop({ options, gate, attempts }: RetryLoopParts) {
  const { clock, connection } = options;
  const { maxWait } = connection;
  const secrets = secretsOf(options);
  // Repeated wrong logins lock accounts, so the first one speaks for all requests to come.
  let signInError: HttpError | undefined;

  const contextOf = ({ request, attempt, ambiguous }: Course): OutcomeContext => ({
    ...connection,
    name: options.name,
    origin: attempts.origin,
    method: request.method,
    path: request.path,
    attempts: attempt,
    ambiguous,
    fixes: options.fixes,
    secrets,
  });

  /** Waits until the request may be sent again, or returns the error that it ends with. */
  async function settle(course: Course, { outcome, turn }: Attempt): Promise<HttpError | undefined> {
    const { attempt, repeatable, started, request } = course;
    const context = contextOf(course);
    const now = clock.now();
    const decision = decide({ outcome, repeatable, attempt, now, random: clock.random() });
    const explain = () =>
      "breakdown" in outcome ? explainBreakdown(context, outcome) : explainAnswer(context, outcome);
    if (decision.do === "return") return explain();

    const isTooLong = now - started + decision.delay > maxWait;
    if (decision.everybody) {
      gate.slowDown(turn);
      gate.pause(decision.delay);
      if (isTooLong) return explainRateLimit(context, decision.delay);
    }
    if (isTooLong || attempt === MAX_ATTEMPTS) return explain();
    if (!decision.everybody) await clock.sleep(decision.delay, request.signal);
    return undefined;
  }

  /** One more attempt: its answer, or the course to go on with. */
  async function tryOnce(course: Course): Promise<ReadAnswer | Course> {
    const sent = await attempts.send(course.request, course.attempt + 1, (wait) => {
      if (signInError !== undefined) throw signInError;
      if (wait > maxWait) throw explainRateLimit(contextOf(course), wait);
    });
    if (isGood(sent.outcome)) return sent.outcome;
    const next = advance(course, sent);
    const error = await settle(next, sent);
    if (error?.code === "SIGN_IN_FAILED") signInError = error;
    if (error !== undefined) throw error;
    return next;
  }

  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const repeatable = request.repeatable ?? request.method !== "POST";
    let course: ReadAnswer | Course = { request, repeatable, attempt: 0, started: 0, ambiguous: false };
    while ("attempt" in course) course = await tryOnce(course);
    gate.recover();
    return { status: course.status, headers: course.headers, body: course.body };
  };
}

function advance(course: Course, { outcome, begun }: Attempt): Course {
  return {
    ...course,
    attempt: course.attempt + 1,
    started: course.attempt === 0 ? begun : course.started,
    ambiguous: course.ambiguous || (!course.repeatable && isAmbiguous(outcome)),
  };
}

function isGood(outcome: Attempt["outcome"]): outcome is ReadAnswer {
  return "status" in outcome && outcome.status >= 200 && outcome.status < 300 && outcome.asAsked;
}

/** The header, what follows its scheme, and the secrets that were named. */
function secretsOf({ authorization, secrets = [] }: HttpClientOptions): readonly string[] {
  const credentials = authorization.slice(authorization.indexOf(" ") + 1);
  return [authorization, credentials, ...secrets].filter((secret) => secret !== "");
}
