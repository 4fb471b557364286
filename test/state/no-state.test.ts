import { describe, expect, it } from "vitest";
import { DIRECTORY, holder, imported, linksOf, newRun, open } from "./state-scene.ts";

describe("no state", () => {
  it("remembers nothing, records nothing and holds nothing", async () => {
    const state = await open({ type: "none" });
    const lock = await state.lock([DIRECTORY], holder());
    const log = await state.begin(newRun());
    const { operation, made } = imported("ada");
    const journal = log.journal(DIRECTORY);
    await journal.intend([operation]);
    journal.record(operation, { status: "done" }, made);
    await journal.flush();
    await log.end({ endedAt: new Date(0), exitCode: 0 });
    await lock.release();

    expect(log.id).toBeUndefined();
    expect(lock.lost.aborted).toBe(false);
    expect(await linksOf(state)).toEqual([]);
    expect(await state.remembered(DIRECTORY)).toEqual({ separations: [], open: [] });
    expect(await state.runs()).toEqual([]);
    expect(await state.run(1)).toBeUndefined();
    expect(await state.entries({})).toEqual([]);
    await state.close();
  });

  it("lets one writer at a time extend an audit file, by what the file itself shows", async () => {
    const { audit } = await open({ type: "none" });
    const order: string[] = [];
    const extend = (name: string) =>
      audit.extend("audit.jsonl", async (head) => {
        order.push(`${name} begins with ${head}`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
        return { lines: 1, hash: name };
      });

    await Promise.all([extend("first"), extend("second")]);

    expect(order).toEqual([
      "first begins with undefined",
      "first ends",
      "second begins with undefined",
      "second ends",
    ]);
    expect(await audit.head("audit.jsonl")).toBeUndefined();
  });
});
