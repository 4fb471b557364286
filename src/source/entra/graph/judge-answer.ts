import type { CredentialConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { isObject, type JsonObject } from "../../to-person.ts";
import type { GraphCall } from "./graph-call.ts";
import { TransientFailure } from "./graph-refusal.ts";
import { mentionRequest, type RawAnswer } from "./raw-answer.ts";
import { refusal } from "./refusal.ts";

const WORTH_REPEATING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

/**
 * The JSON of a good answer.
 *
 * @throws TransientFailure for what may be over a moment later, a cut body included.
 * @throws GraphRefusal for an answer that says no.
 * @throws UsersyncError `UNEXPECTED_ANSWER` for what Graph would never send.
 */
export function judgeAnswer(answer: RawAnswer, call: GraphCall, credential: CredentialConfig): JsonObject {
  const { status, retryAfter } = answer;
  if (WORTH_REPEATING.has(status)) {
    throw new TransientFailure(`status ${status}${mentionRequest(answer)}`, { status, retryAfter });
  }
  if (status >= 300 && status < 400) throw redirected(answer, call);
  if (status >= 400) {
    if (status !== 401 && !answer.isEmpty && !isJson(answer)) throw notJson(answer, call);
    throw refusal(answer, call, credential);
  }
  if (!isJson(answer)) throw notJson(answer, call);
  const body = parse(answer);
  if (!isObject(body)) throw notJson(answer, call);
  return body;
}

function isJson({ contentType }: RawAnswer): boolean {
  return JSON_TYPE.test(contentType);
}

function parse(answer: RawAnswer): unknown {
  try {
    return answer.parse();
  } catch (cause) {
    // A body that was cut on the way reads like this, and comes whole when asked for again.
    const status = answer.status;
    throw new TransientFailure(`an answer that was cut off${mentionRequest(answer)}`, { status, cause });
  }
}

function redirected(answer: RawAnswer, { what }: GraphCall): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `The request for ${what} was answered with a redirect (status ${answer.status}).`,
    why: "Graph does not redirect, and a token is not carried to another address.",
    fix: "Check source.graphUrl, and whether a proxy wants you to log in.",
  });
}

function notJson(answer: RawAnswer, { what }: GraphCall): UsersyncError {
  const type = answer.contentType.split(";")[0] || "no content type";
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `The request for ${what} was answered with ${type}, status ${answer.status}${mentionRequest(answer)}, where a JSON object was due.`,
    why: "That is not Microsoft Graph: a proxy, a login page or another server has answered.",
    fix: "Check source.graphUrl and the proxy settings HTTPS_PROXY and NO_PROXY.",
  });
}
