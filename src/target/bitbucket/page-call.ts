import type { HttpRequest } from "../../http/http-client.ts";

type Call = Omit<HttpRequest, "signal">;

export type Send = (call: Call, signal: AbortSignal) => Promise<unknown>;

export interface ListQuery {
  readonly start: number;
  /** A part of a name: only what has it somewhere. */
  readonly filter?: string;
}

/** Most that Bitbucket puts on one page. */
const PAGE = 1000;

/** The call for a page. */
export function pageCall(path: string, query: ListQuery & { readonly context?: string }): Call {
  return { method: "GET", path, query: { ...query, limit: PAGE } };
}
