import type { Carrier } from "./gather.ts";
import type { GraphCall } from "./graph-call.ts";
import type { Rider } from "./rider.ts";

/** Calls that wait to be carried. */
export interface WaitingList {
  readonly size: number;
  /** Those that are repeated go before everything that waits. */
  add(rider: Passenger): void;
  remove(rider: Passenger): void;
  /** Takes out those that wait longest and bear the same token. */
  take(most: number): readonly Passenger[];
}

export interface Passenger extends Rider {
  /** Absent while it waits. */
  carrier?: Carrier;
}

export function createWaitingList(): WaitingList {
  let waiting: Passenger[] = [];
  return {
    get size() {
      return waiting.length;
    },
    add(rider) {
      if (rider.call.attempts > 0) waiting.unshift(rider);
      else waiting.push(rider);
    },
    remove(rider) {
      waiting = waiting.filter((one) => one !== rider);
    },
    take(most) {
      const [first] = waiting;
      const fits = ({ call }: { readonly call: GraphCall }) =>
        call.authorization === first?.call.authorization;
      const taken = new Set(waiting.filter(fits).slice(0, most));
      waiting = waiting.filter((rider) => !taken.has(rider));
      return [...taken];
    },
  };
}
