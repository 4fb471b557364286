import type { Fault, Traffic } from "../../src/sandbox/faults.ts";

/** Milliseconds of one attempt, where a server is to be late. Real time: nothing else makes a request late. */
export const SHORT = 250;
export const LONG = 10_000;

const FAULTS: Readonly<Record<string, Fault>> = {
  "503": { kind: "status", status: 503 },
  "429 with Retry-After": { kind: "status", status: 429, headers: { "retry-after": "2" } },
  "429 without Retry-After": { kind: "status", status: 429 },
  reset: { kind: "reset" },
  "cut body": { kind: "cut-body" },
  HTML: { kind: "html" },
  "delay past the limit": { kind: "delay", milliseconds: 2 * SHORT },
  "503 after it was stored": { kind: "status", status: 503, stored: true },
  "429 after it was stored": { kind: "status", status: 429, stored: true },
  "reset after it was stored": { kind: "reset", stored: true },
};

/** `this address`: each time that it is asked for. `from then on`: whatever is asked for. */
const HOW = ["once", "this address", "from then on"] as const;

/** Waiting out a real delay for every request that follows takes minutes and shows what a reset shows. */
export const COLUMNS = Object.keys(FAULTS).flatMap((fault) =>
  HOW.filter((how) => !(fault.startsWith("delay") && how === "from then on")).map((how) => ({ fault, how })),
);

export interface Case {
  readonly fault: string;
  readonly how: (typeof HOW)[number];
  /** Which request of the undisturbed run. */
  readonly place: number;
  readonly request: Traffic["requests"][number];
}

/** Makes the server of a case spoil its request. */
export function strike(traffic: Traffic, { fault, how, place, request }: Case): void {
  const rule = { fault: FAULTS[fault] as Fault };
  const { method, path, query } = request;
  // A new password is another one in each run.
  const address = { method, path, ...(query.includes("password=") ? {} : { query }) };
  if (how === "once") traffic.add({ ...rule, after: place });
  if (how === "this address") traffic.add({ ...rule, ...address, times: Number.POSITIVE_INFINITY });
  if (how === "from then on") traffic.add({ ...rule, after: place, times: Number.POSITIVE_INFINITY });
}
