import type { HttpRequest } from "../../http/http-client.ts";

/** Entries that one page is asked for. Servers may send fewer. */
export const PAGE = 200;

/** A user by what never changes, or by the name of today. */
export type UserAddress = { readonly key: string } | { readonly username: string };

export type Call = Omit<HttpRequest, "signal">;

/** How calls are sent. All throw `HttpError`. */
export interface Senders {
  /** @returns The body of the answer. */
  readonly send: (call: Call, signal: AbortSignal) => Promise<unknown>;
  /** The same; what Confluence says is not there is `undefined`. */
  readonly find: (call: Call, signal: AbortSignal) => Promise<unknown>;
  /** The same; a call that this version does not have is answered with `undefined`. */
  readonly attempt: (call: Call, signal: AbortSignal) => Promise<unknown>;
}
