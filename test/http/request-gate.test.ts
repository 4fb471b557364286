import { setMaxListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createGate, type PassOptions, type RequestGate } from "../../src/http/request-gate.ts";
import { instantClock } from "../support/instant-clock.ts";

const PASS: PassOptions = { signal: new AbortController().signal, urgent: false, admit: () => {} };

setMaxListeners(0, PASS.signal);

/** Lets so many tasks through and says how many were open at the most. */
async function widest(gate: RequestGate, tasks: number): Promise<number> {
  let open = 0;
  let most = 0;
  const task = async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
  };
  await Promise.all(Array.from({ length: tasks }, () => gate.pass(task, PASS)));
  return most;
}

function gateWith(overrides: Partial<Parameters<typeof createGate>[0]> = {}) {
  const clock = instantClock();
  const options = { concurrency: 8, requestsPerSecond: Number.POSITIVE_INFINITY, clock, ...overrides };
  return { gate: createGate(options), clock };
}

describe("the width of the gate", () => {
  it("is the concurrency", async () => {
    const { gate } = gateWith({ concurrency: 3 });

    expect(await widest(gate, 20)).toBe(3);
  });

  it("halves with each complaint, down to one, and grows back by one after as many successes", async () => {
    const { gate } = gateWith({ concurrency: 8 });
    const widths: number[] = [];
    for (let complaint = 0; complaint < 4; complaint += 1) {
      await gate.pass(async (turn) => gate.slowDown(turn), PASS);
      widths.push(gate.width);
    }
    expect(widths).toEqual([4, 2, 1, 1]);

    const successes = [];
    for (let width = 1; width < 8; width += 1) {
      let count = 0;
      while (gate.width === width) {
        gate.recover();
        count += 1;
      }
      successes.push(count);
    }
    expect(successes).toEqual([1, 2, 3, 4, 5, 6, 7]);
    gate.recover();
    expect(gate.width).toBe(8);
    expect(await widest(gate, 20)).toBe(8);
  });

  it("halves once for requests that were under way together", async () => {
    const { gate } = gateWith({ concurrency: 8 });
    const turns: number[] = [];
    let letAllGo = () => {};
    const allAreUnderWay = new Promise<void>((resolve) => {
      letAllGo = resolve;
    });
    const tasks = Array.from({ length: 8 }, () =>
      gate.pass(async (turn) => {
        turns.push(turn);
        if (turns.length === 8) letAllGo();
        await allAreUnderWay;
        gate.slowDown(turn);
      }, PASS),
    );
    await Promise.all(tasks);

    expect(gate.width).toBe(4);
  });
});

describe("the pace", () => {
  it("spaces requests evenly over time, and makes up for one, since timers are late", async () => {
    const { gate, clock } = gateWith({ requestsPerSecond: 20 });
    const begun: number[] = [];
    const start = clock.now();

    await Promise.all(
      Array.from({ length: 5 }, () => gate.pass(async () => begun.push(clock.now() - start), PASS)),
    );

    expect(begun).toEqual([0, 0, 50, 100, 150]);
  });

  it("goes on when the clock was set back", async () => {
    const { gate, clock } = gateWith({ requestsPerSecond: 1 });
    await gate.pass(async () => {}, PASS);
    clock.set(clock.now() - 3_600_000);

    await gate.pass(async () => {}, PASS);

    expect(clock.waits.filter((wait) => wait > 1000)).toEqual([]);
  });
});

describe("a pause", () => {
  it("holds everybody, and the longer of two counts", async () => {
    const { gate, clock } = gateWith();
    gate.pause(5000);
    gate.pause(2000);
    const start = clock.now();

    await gate.pass(async () => {}, PASS);

    expect(clock.now() - start).toBe(5000);
  });

  it("is asked about first, so that a request can give up instead", async () => {
    const { gate, clock } = gateWith();
    gate.pause(5000);
    const admit = (wait: number) => {
      if (wait > 1000) throw new Error(`not for ${wait}`);
    };

    await expect(gate.pass(async () => {}, { ...PASS, admit })).rejects.toThrow("not for 5000");
    expect(clock.waits).toEqual([]);
  });
});

describe("the order", () => {
  it("lets repeated requests go before new ones", async () => {
    const { gate } = gateWith({ concurrency: 1 });
    const order: string[] = [];
    const pass = (name: string, urgent: boolean) =>
      gate.pass(async () => order.push(name), { ...PASS, urgent });

    await Promise.all([pass("first", false), pass("new", false), pass("again", true)]);

    expect(order).toEqual(["first", "again", "new"]);
  });
});
