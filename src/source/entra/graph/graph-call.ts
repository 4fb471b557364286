import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import type { JsonObject } from "../../to-person.ts";
import type { Rider } from "./rider.ts";

/**
 * One request on its way through the middleware.
 *
 * It travels as a middleware option, for two reasons. The SDK takes addresses apart and puts them
 * together anew, which changes nextLinks; the exact one is kept here. And it turns whatever a middleware
 * throws into an error of its own without the cause; so answer and failure come back here as well.
 */
export class GraphCall {
  /** Exactly as it is to be sent. */
  readonly url: string;
  /** What is asked for, in words that fit into a message: `the list of users`. */
  readonly what: string;
  readonly signal: AbortSignal;
  /** A later page of a listing that is under way. */
  readonly isNextPage: boolean;
  /** Whether it may go together with others in one request. */
  readonly isBatchable: boolean;
  /** Sent with POST, where there is one. */
  readonly batch: BatchBody | undefined;
  /** Of a call that only carries others: picks those, as soon as it may go. */
  readonly load: (() => Promise<readonly Rider[]>) | undefined;
  /** Value of the `Authorization` header. Set by `authenticate`. */
  authorization: string | undefined;
  answer: JsonObject | undefined;
  failure: unknown;
  /** Attempts made so far. Counted by `pace`. */
  attempts = 0;
  /** Batches with it that got no answer. Counted by `gather`. */
  brokenBatches = 0;

  constructor({ url, what, signal, ...special }: CallOptions) {
    this.url = url;
    this.what = what;
    this.signal = signal;
    this.isNextPage = special.isNextPage ?? false;
    this.isBatchable = special.isBatchable ?? false;
    this.batch = special.batch;
    this.load = special.load;
  }
}

type CallOptions = Pick<GraphCall, "url" | "what" | "signal"> &
  Partial<Pick<GraphCall, "isNextPage" | "isBatchable" | "batch" | "load">>;

/** Several requests as the body of one. */
export interface BatchBody {
  readonly json: string;
  /** How many they are. */
  readonly size: number;
}

/** Goes on to what lies beneath a layer, with its own call or with another one. */
export type Next = (instead?: GraphCall) => Promise<JsonObject>;

/** One duty of the chain: calls `next` for what lies beneath it, as often as it needs. */
export type Layer = (call: GraphCall, next: Next) => Promise<JsonObject>;

/** A layer in the form that the SDK wants. */
export function toMiddleware(layer: Layer): Middleware {
  let following: Middleware | undefined;
  return {
    setNext(next) {
      following = next;
    },
    async execute(context) {
      const call = callOf(context);
      call.answer = await layer(call, async (sent = call) => {
        await following?.execute(sent === call ? context : ({ ...context, sent } as CallContext));
        if (sent.answer === undefined) throw new Error("The last middleware gave no answer.");
        return sent.answer;
      });
    },
  };
}

/** The outermost middleware: keeps what was thrown beneath it away from the SDK. */
export function keepFailure(): Middleware {
  let following: Middleware | undefined;
  return {
    setNext(next) {
      following = next;
    },
    async execute(context) {
      try {
        await following?.execute(context);
      } catch (error) {
        callOf(context).failure = error;
      }
    },
  };
}

/** A request beneath the layer that sends it instead of its own. */
interface CallContext extends Context {
  readonly sent?: GraphCall;
}

function callOf({ sent, middlewareControl }: CallContext): GraphCall {
  const call = sent ?? middlewareControl?.getMiddlewareOptions(GraphCall);
  if (!(call instanceof GraphCall)) throw new Error("A request without its GraphCall.");
  return call;
}
