import { setImmediate as letOthersAsk } from "node:timers/promises";
import type { Log } from "../../../model/log.ts";
import { canceled } from "../../canceled.ts";
import type { JsonObject } from "../../to-person.ts";
import { GraphCall, type Layer, type Next } from "./graph-call.ts";
import { GraphRefusal, TransientFailure } from "./graph-refusal.ts";
import { API_VERSION } from "./pin-origin.ts";
import { createWaitingList, type Passenger, type WaitingList } from "./waiting-list.ts";

/** Graph takes no more in one batch. */
const MOST_RIDERS = 20;
/** Graph counts each request of a batch by itself, and makes them side by side: 80 at a time are plenty. */
const MOST_CARRIERS = 4;

/** After so many, a call goes by itself: it may be the one that breaks them, or have nothing to do with that. */
const MOST_BROKEN = 2;

/** On its way to a turn in the pace, or under way with those that waited when the turn came. */
export interface Carrier {
  readonly controller: AbortController;
  riders?: readonly Passenger[];
}

/**
 * Lets calls that may go together go in one request, 20 at most.
 *
 * Nothing is held back for that. As many carriers as the waiting calls need stand in the queue of the pace, and
 * each takes along what waits when its turn comes: one call where there is nothing else to do, twenty where
 * there is much. To the layers above, each call is answered, refused and repeated by itself.
 *
 * A server that refuses batches as such is not asked for any again. That says nothing about the calls: they go
 * one by one.
 */
export function gather(graphUrl: string, log: Log): Layer {
  const waiting = createWaitingList();
  const unladen = new Set<Carrier>();
  let takesBatches = true;
  let underWay = 0;

  const sendAsNeeded = (next: Next) => {
    while (underWay < MOST_CARRIERS && unladen.size * MOST_RIDERS < waiting.size) void send(next);
  };
  const send = async (next: Next) => {
    const carrier: Carrier = { controller: new AbortController() };
    unladen.add(carrier);
    underWay += 1;
    const load = async () => {
      await letOthersAsk();
      return embark(carrier);
    };
    try {
      const url = `${graphUrl}${API_VERSION}/$batch`;
      const { signal } = carrier.controller;
      await next(new GraphCall({ url, what: "what several requests ask for", signal, load }));
    } catch (error) {
      const riders = carrier.riders ?? embark(carrier);
      if (isAboutBatches(error, riders)) sendOneByOne(riders, next);
      else failAll(riders, error);
    }
    underWay -= 1;
    sendAsNeeded(next);
  };
  const embark = (carrier: Carrier): readonly Passenger[] => {
    unladen.delete(carrier);
    const riders = waiting.take(MOST_RIDERS);
    for (const rider of riders) rider.carrier = carrier;
    carrier.riders = riders;
    return riders;
  };
  const sendOneByOne = (refused: readonly Passenger[], next: Next) => {
    if (takesBatches) log.warn("Graph refused to answer several requests at once; each goes by itself now");
    takesBatches = false;
    const all = [...refused, ...waiting.take(waiting.size)];
    for (const { call, answer, fail } of all) next(call).then(answer, fail);
  };

  return async (call, next) => {
    const mayShare = call.isBatchable && call.brokenBatches < MOST_BROKEN && takesBatches;
    if (!mayShare) return await next();
    return await ride(call, {
      begin(rider) {
        waiting.add(rider);
        sendAsNeeded(next);
      },
      leave: (rider) => leave(rider, waiting, unladen),
    });
  };
}

/** What becomes of a call that waits to be carried. */
async function ride(
  call: GraphCall,
  { begin, leave }: Record<"begin" | "leave", (rider: Passenger) => void>,
): Promise<JsonObject> {
  const { signal } = call;
  if (signal.aborted) throw canceled(signal);
  let stop = () => {};
  try {
    return await new Promise((answer, fail) => {
      const rider: Passenger = { call, answer, fail };
      stop = () => {
        fail(canceled(signal));
        leave(rider);
      };
      signal.addEventListener("abort", stop, { once: true });
      begin(rider);
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Stops a carrier whose riders have all been stopped, and those that nobody waits for any more. */
function leave(rider: Passenger, waiting: WaitingList, unladen: ReadonlySet<Carrier>): void {
  waiting.remove(rider);
  const { reason } = rider.call.signal;
  if (waiting.size === 0) for (const { controller } of unladen) controller.abort(reason);
  const { carrier } = rider;
  if (carrier?.riders?.every(({ call }) => call.signal.aborted) === true) carrier.controller.abort(reason);
}

/** The end of a batch for those who have no answer yet. */
function failAll(riders: readonly Passenger[], error: unknown): void {
  const isBroken = error instanceof TransientFailure && error.status !== 429;
  for (const { call, fail } of riders) {
    if (isBroken) call.brokenBatches += 1;
    fail(error);
  }
}

/** Whether a batch was refused as a batch. A refused token is a matter of each call. */
function isAboutBatches(error: unknown, riders: readonly Passenger[]): boolean {
  return riders.length > 1 && error instanceof GraphRefusal && error.status !== 401;
}
