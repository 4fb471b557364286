import type { Breakdown, RawAnswer } from "./send-request.ts";

export type BodyKind = "json" | "xml";

export interface ReadAnswer extends RawAnswer {
  /** Parsed JSON, or the text where the answer is no JSON; `undefined` for an empty body. */
  readonly body: unknown;
  /** The body is of the kind that was asked for, or empty where it may be. */
  readonly asAsked: boolean;
}

/**
 * Parses a body according to what it says it is.
 *
 * @param expectsBody An empty body of a 2xx answer is a mishap, as it is for every GET.
 * @returns A breakdown for JSON that ends too early: it has been cut on the way.
 */
export function readBody(answer: RawAnswer, asked: BodyKind, expectsBody: boolean): ReadAnswer | Breakdown {
  const { status, text } = answer;
  if (text.trim() === "") {
    const isMishap = expectsBody && status === 200;
    return isMishap
      ? { breakdown: "garbled", code: "empty body" }
      : { ...answer, body: undefined, asAsked: true };
  }
  const kind = kindOf(answer.headers["content-type"]);
  // Errors come in either kind, whatever was asked for.
  const asAsked = kind === asked || (status >= 400 && kind !== "other");
  if (kind !== "json") return { ...answer, body: text, asAsked };
  try {
    return { ...answer, body: JSON.parse(text), asAsked };
  } catch {
    return { breakdown: "garbled", code: "broken JSON" };
  }
}

function kindOf(contentType: string | undefined): BodyKind | "other" {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (/[/+]json$/.test(type)) return "json";
  return /[/+]xml$/.test(type) && !type.includes("html") ? "xml" : "other";
}

/**
 * What the server says about a refusal, fit for a person to read: from the usual places of a JSON body,
 * without control characters and secrets, at most 300 characters long.
 *
 * @returns `""` when it says nothing.
 */
export function serverText(body: unknown, secrets: readonly string[]): string {
  const text = textOf(body);
  const masked = secrets.reduce((left, secret) => left.replaceAll(secret, "***"), text);
  const plain = masked
    .replace(/\p{C}+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  return plain.length > 300 ? `${plain.slice(0, 299)}…` : plain;
}

const PLACES = ["detail", "message", "reason", "error", "errorMessages", "errors"] as const;

function textOf(body: unknown): string {
  if (typeof body === "string") return /<[a-z!]/i.test(body) ? "" : body;
  if (Array.isArray(body)) return body.map(textOf).filter(Boolean).join("; ");
  if (typeof body !== "object" || body === null) return "";
  const fields: Partial<Record<string, unknown>> = { ...body };
  fields["errors"] = reasonsIn(fields["errors"]);
  return PLACES.map((place) => textOf(fields[place])).find((text) => text !== "") ?? "";
}

/** Jira gives its reasons by the field that each is about. */
function reasonsIn(errors: unknown): unknown {
  const isByField = typeof errors === "object" && errors !== null && !Array.isArray(errors);
  return isByField ? Object.values(errors) : errors;
}
