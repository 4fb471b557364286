// The servers of a benchmark answer a question that they know again with the bytes of before: what is measured
// is usersync, not how fast a sandbox makes JSON. A write that is not refused makes them forget.

/** Smaller answers are made anew faster than they are found. */
const WORTH_KEEPING = 10_000;
/** Many questions at once, each of which is known again by itself. */
const BATCH = "/v1.0/$batch";

/**
 * Stands behind whatever waits, counts and looks at the caller. The route has checked the question when it
 * came for the first time.
 *
 * @returns How many large answers had to be made; counted from the start, or from the last `reset`.
 */
export function keepAnswers(app) {
  const kept = new Map();
  const keyOf = ({ url, headers }) =>
    JSON.stringify([url, headers.host, headers.authorization, headers.accept]);
  let made = 0;

  app.addHook("preHandler", async (request, reply) => {
    const known = kept.get(keyOf(request));
    if (known === undefined) return undefined;
    return reply.type(known.type).send(known.bytes);
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const isQuestion = request.method === "GET" || request.url === BATCH;
    if (!isQuestion && reply.statusCode < 400) kept.clear();
    const isLarge = typeof payload === "string" && payload.length >= WORTH_KEEPING;
    if (!isLarge || request.method !== "GET" || reply.statusCode !== 200) return payload;
    made += 1;
    const bytes = Buffer.from(payload);
    kept.set(keyOf(request), { bytes, type: reply.getHeader("content-type") });
    return bytes;
  });
  return {
    made: () => made,
    reset: () => {
      made = 0;
    },
  };
}
