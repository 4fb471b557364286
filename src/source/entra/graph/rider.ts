import type { JsonObject } from "../../to-person.ts";
import type { GraphCall } from "./graph-call.ts";

/** A call that waits for one that carries it, and what becomes of it. The first word counts. */
export interface Rider {
  readonly call: GraphCall;
  answer(body: JsonObject): void;
  fail(error: unknown): void;
}
