import { UsersyncError } from "../../../errors.ts";
import { retryDelay } from "../../../http/retry-delay.ts";
import { isObject, type JsonObject } from "../../to-person.ts";
import type { RawAnswer } from "./raw-answer.ts";

/**
 * The answers in the answer to a batch, by the ids of their requests. They come in any order.
 *
 * @param ids Of all requests. One that is left out in the answer is left out here.
 * @param now Milliseconds since the epoch.
 * @throws UsersyncError `UNEXPECTED_ANSWER` when one belongs to none of them, or two to the same.
 */
export function splitBatch(
  body: JsonObject,
  ids: ReadonlySet<string>,
  now: number,
): ReadonlyMap<string, RawAnswer> {
  const responses: unknown = body["responses"];
  if (!Array.isArray(responses)) throw unreadable("gave no list of answers");
  const answers = new Map<string, RawAnswer>();
  for (const one of responses as readonly unknown[]) {
    const { id, status, ...rest } = isObject(one) ? one : {};
    if (typeof id !== "string" || !ids.has(id)) throw unreadable("answered one that was not among them");
    if (answers.has(id)) throw unreadable("answered one of them twice");
    if (!Number.isInteger(status)) throw unreadable("gave one of them no status");
    answers.set(id, toAnswer(Number(status), rest, now));
  }
  return answers;
}

function toAnswer(status: number, { headers, body }: JsonObject, now: number): RawAnswer {
  const named = headersOf(headers);
  return {
    status,
    // Where it is not said, an object can only come from JSON; other bodies come as text in base64.
    contentType: named.get("content-type") ?? (isObject(body) ? "application/json" : ""),
    requestId: named.get("request-id") ?? requestIdIn(body),
    retryAfter: retryDelay(named.get("retry-after"), now),
    isEmpty: body === undefined || body === null || body === "",
    parse: () => body,
  };
}

function headersOf(headers: unknown): ReadonlyMap<string, string> {
  const entries = isObject(headers) ? Object.entries(headers) : [];
  return new Map(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** Errors say it themselves. */
function requestIdIn(body: unknown): string | undefined {
  const error = isObject(body) ? body["error"] : undefined;
  const inner = isObject(error) ? error["innerError"] : undefined;
  const id = isObject(inner) ? inner["request-id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

function unreadable(flaw: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `Microsoft Graph was asked for the members of several groups at once, and ${flaw}.`,
    why: "So nobody can tell which answer belongs to which group, and none of them was taken.",
    fix: "Check source.graphUrl, and whether a proxy changes the answers.",
  });
}
