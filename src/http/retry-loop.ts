import type { HttpAnswer, HttpClientOptions, HttpRequest } from "./http-client.ts";
import { type Course, createJudge } from "./judge-attempt.ts";
import type { ReadAnswer } from "./read-body.ts";
import type { RequestGate, Turn } from "./request-gate.ts";
import { isAmbiguous } from "./retry-decision.ts";
import type { Attempt, Attempts } from "./send-attempt.ts";

export interface RetryLoopParts {
  readonly options: HttpClientOptions;
  readonly gate: RequestGate;
  readonly attempts: Attempts;
}

/** Repeats a request until there is an answer that is final, then returns it or throws it as HttpError. */
export function createRetryLoop({ options, gate, attempts }: RetryLoopParts) {
  const { judge, admit } = createJudge(options, gate);

  /** One more attempt: its answer, or the course to go on with. */
  async function tryOnce(course: Course): Promise<ReadAnswer | Course> {
    const { request } = course;
    const attempt = async (turn: Turn) => {
      const sent = await attempts.send(request, course.attempt + 1);
      const next = advance(course, sent);
      return { next, verdict: judge(next, sent.outcome, turn) };
    };
    const { next, verdict } = await gate.pass(attempt, {
      signal: request.signal,
      urgent: course.attempt > 0,
      admit: (wait) => admit(course, wait),
    });
    if ("answer" in verdict) return verdict.answer;
    if ("error" in verdict) throw verdict.error;
    if (verdict.wait > 0) await options.clock.sleep(verdict.wait, request.signal);
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
  const isLost = !course.repeatable && isAmbiguous(outcome);
  return {
    ...course,
    attempt: course.attempt + 1,
    started: course.attempt === 0 ? begun : course.started,
    ambiguous: course.ambiguous || isLost,
  };
}
