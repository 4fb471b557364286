import type { FastifyInstance } from "fastify";
import { isFaulty } from "../../src/sandbox/faults.ts";
import type { Spec } from "./specs.ts";

/** What was wrong with the traffic of one server. */
export interface Recording {
  /** Exchanges that were validated. */
  readonly count: number;
  readonly problems: readonly string[];
  /** Fails with all problems; also when nothing was recorded, since then nothing was proven. */
  assertClean(): void;
}

interface RecordOptions {
  /** Statuses whose request is wrong on purpose: only the answer is validated. */
  readonly refusedBy?: readonly number[];
}

const REFUSALS = [400, 401, 404, 405, 415];

/**
 * Validates every exchange of a sandbox server against a vendor's description, except for answers that
 * were spoiled on purpose. A request that the server refused is not held against the client: only the
 * refusal itself is validated. Call it before the server starts to listen.
 */
export function recordExchanges(
  app: FastifyInstance,
  spec: Spec,
  { refusedBy = REFUSALS }: RecordOptions = {},
): Recording {
  const problems: string[] = [];
  let count = 0;
  const attempt = (check: () => void) => {
    try {
      check();
    } catch (problem) {
      problems.push(problem instanceof Error ? problem.message : String(problem));
    }
  };
  app.addHook("onSend", async (request, reply, payload) => {
    if (isFaulty(request)) return payload;
    count += 1;
    const { method, url: path, body } = request;
    const status = reply.statusCode;
    const type = String(reply.getHeader("content-type") ?? "");
    const answer = type.includes("json") && typeof payload === "string" ? JSON.parse(payload) : undefined;
    if (!refusedBy.includes(status)) attempt(() => spec.assertRequest({ method, path, body }));
    if (status !== 405 && request.routeOptions.url !== undefined) {
      attempt(() => spec.assertResponse({ method, path, status, body: answer }));
    }
    return payload;
  });
  return {
    get count() {
      return count;
    },
    problems,
    assertClean() {
      if (count === 0) problems.push("Nothing was recorded.");
      if (problems.length > 0) throw new Error(problems.join("\n"));
    },
  };
}
