import type { HttpRequest } from "../../http/http-client.ts";

/** A request without what stops it. */
export type Call = Omit<HttpRequest, "signal">;

/** How requests are sent. `find`: what Crowd says is not there is `undefined`. */
export interface Senders {
  readonly send: (call: Call, signal: AbortSignal) => Promise<unknown>;
  readonly find: (call: Call, signal: AbortSignal) => Promise<unknown>;
}
