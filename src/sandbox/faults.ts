import { AsyncLocalStorage } from "node:async_hooks";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/**
 * What is done to a request instead of answering it well. With `stored` the request is carried out first,
 * and only its answer is spoiled: the case in which a client must not blindly repeat itself.
 */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON unless it is a string. */
      readonly body?: unknown;
      readonly stored?: boolean;
    }
  /** The connection is dropped without an answer. */
  | { readonly kind: "reset"; readonly stored?: boolean }
  /** The true answer, broken off half-way. */
  | { readonly kind: "cut-body" }
  /** A page for people with status 200, as a login page or a proxy sends it. */
  | { readonly kind: "html" }
  | { readonly kind: "delay"; readonly milliseconds: number };

interface FaultRule {
  readonly fault: Fault;
  readonly method?: string;
  /** The whole path without the query, or a pattern that is looked for in it. */
  readonly path?: string | RegExp;
  /** The whole query as it is sent, without the question mark. */
  readonly query?: string;
  /** How many requests it meets; 1 unless said. */
  readonly times?: number;
  /** How many matching requests are let through first. */
  readonly after?: number;
}

interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** 0: no answer was sent. */
  readonly status: number;
}

/** What a sandbox server saw, and what is done to it. */
export interface Traffic {
  /** Milliseconds that every request waits before it is looked at. */
  latency: number;
  /** In the order in which they were answered. */
  readonly requests: readonly SeenRequest[];
  /** Those that came inside a batch; `requests` has only the batch. Faults meet both. */
  readonly batched: readonly SeenRequest[];
  /** Most requests that were open at one time. */
  readonly maxConcurrent: number;
  /** Rules are tried in the order in which they were added. */
  add(rule: FaultRule): void;
  /** Rules that have not met all their requests: a test that ends with one did not test what it says. */
  pending(): readonly FaultRule[];
  /** Forgets requests and rules. */
  clear(): void;
}

const batched = new AsyncLocalStorage<true>();

/** Marks the requests that a server makes to itself as parts of a batch. */
export async function asBatched<T>(work: () => PromiseLike<T>): Promise<T> {
  // What fastify's `inject` gives begins its work only when somebody waits for it.
  return await batched.run(true, async () => await work());
}

const faulty = new WeakMap<FastifyRequest, Fault>();

/** Whether the answer to this request was spoiled on purpose. */
export function isFaulty(request: FastifyRequest): boolean {
  return faulty.has(request);
}

/** Puts latency, faults, counting and a log in front of every route of a server. */
export function installFaults(app: FastifyInstance, { latency = 0 } = {}): Traffic {
  const rules: { rule: FaultRule; left: number; skip: number }[] = [];
  const requests: SeenRequest[] = [];
  const inside: SeenRequest[] = [];
  let open = 0;
  let maxConcurrent = 0;

  const take = (request: FastifyRequest): Fault | undefined => {
    const matching = rules.find(({ rule, left }) => left > 0 && meets(rule, request));
    if (matching === undefined) return undefined;
    if (matching.skip > 0) {
      matching.skip -= 1;
      return undefined;
    }
    matching.left -= 1;
    return matching.rule.fault;
  };
  const traffic = {
    latency,
    requests,
    batched: inside,
    get maxConcurrent() {
      return maxConcurrent;
    },
    add(rule: FaultRule) {
      rules.push({ rule, left: rule.times ?? 1, skip: rule.after ?? 0 });
    },
    pending: () => rules.filter(({ left }) => left > 0).map(({ rule }) => rule),
    clear() {
      rules.length = 0;
      requests.length = 0;
      inside.length = 0;
      maxConcurrent = open;
    },
  };

  app.addHook("onRequest", async (request, reply) => {
    const isInside = batched.getStore() === true;
    if (!isInside) open += 1;
    maxConcurrent = Math.max(maxConcurrent, open);
    reply.raw.once(isInside ? "finish" : "close", () => {
      if (!isInside) open -= 1;
      const [path = "", query = ""] = request.url.split("?", 2);
      const status = reply.raw.headersSent ? reply.raw.statusCode : 0;
      (isInside ? inside : requests).push({ method: request.method, path, query, status });
    });
    if (traffic.latency > 0 && !isInside) await sleep(traffic.latency);
    const fault = take(request);
    if (fault !== undefined) await meet(isInside ? withinBatch(fault) : fault, request, reply);
  });
  app.addHook("onSend", async (request, reply, payload) => spoil(faulty.get(request), reply, payload));
  return traffic;
}

function meets({ method, path, query }: FaultRule, request: FastifyRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  const [own = "", asked = ""] = request.url.split("?", 2);
  if (query !== undefined && query !== asked) return false;
  return path === undefined || (typeof path === "string" ? path === own : path.test(own));
}

/** No connection of its own can break: the gateway that makes the batch says what came of it. */
function withinBatch(fault: Fault): Fault {
  return fault.kind === "reset" || fault.kind === "cut-body" ? { kind: "status", status: 502 } : fault;
}

/** Before the route. What answers at once ends here; the rest waits for the true answer, see `spoil`. */
async function meet(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (fault.kind === "delay") return sleep(fault.milliseconds);
  faulty.set(request, fault);
  if (fault.kind === "reset" && fault.stored !== true) {
    reply.hijack();
    request.raw.socket.destroy();
    return;
  }
  const waits = fault.kind === "cut-body" || ("stored" in fault && fault.stored === true);
  return waits ? undefined : reply.send();
}

function spoil(fault: Fault | undefined, reply: FastifyReply, payload: unknown): unknown {
  switch (fault?.kind) {
    case undefined:
    case "delay":
      return payload;
    case "html":
      reply.code(200).type("text/html; charset=utf-8").removeHeader("content-length");
      return "<!doctype html><title>Sign in</title><p>Please sign in to continue.</p>";
    case "status":
      reply.code(fault.status).removeHeader("content-length");
      if (fault.body === undefined || typeof fault.body === "string") reply.type("text/plain");
      else reply.type("application/json; charset=utf-8");
      for (const [name, value] of Object.entries(fault.headers ?? {})) reply.header(name, value);
      return typeof fault.body === "object" ? JSON.stringify(fault.body) : String(fault.body ?? "");
    case "reset":
      reply.raw.socket?.destroy();
      return payload;
    case "cut-body":
      return cutInHalf(String(payload ?? ""), reply);
  }
}

function cutInHalf(text: string, reply: FastifyReply): Readable {
  const bytes = Buffer.from(text);
  reply.header("content-length", bytes.length + 1);
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  return Readable.from(
    (async function* () {
      yield half;
      throw new Error("cut on purpose");
    })(),
  );
}
