import { HttpError } from "../../http/http-error.ts";

/** Only the API's own 404 counts: anybody on the way can answer with a text. */
export function isGone(error: unknown): boolean {
  return error instanceof HttpError && error.code === "NOT_FOUND" && typeof error.body === "object";
}
