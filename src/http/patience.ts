/** How long one request is tried for before it counts as failed. */
export interface Patience {
  /** Times that it is sent. */
  readonly attempts: number;
  /** Longest time that it may spend waiting and being repeated, in milliseconds. */
  readonly maxWait: number;
  /** What set `maxWait`. */
  readonly of: "config" | "check";
}

const CHECK_WAIT = 10_000;

/** For runs: what a server or a network gets over in minutes must not cost a whole run. */
export function runPatience({ maxWait }: { readonly maxWait: number }): Patience {
  return { attempts: 6, maxWait, of: "config" };
}

/** For checks: somebody sits there and wants to know within seconds whether it works. */
export function checkPatience({ maxWait }: { readonly maxWait: number }): Patience {
  return maxWait < CHECK_WAIT
    ? { attempts: 2, maxWait, of: "config" }
    : { attempts: 2, maxWait: CHECK_WAIT, of: "check" };
}
