import { describe, expect, it } from "vitest";
import { openSession } from "../../src/cli/session.ts";
import { type Stop, whileListening } from "../../src/cli/world/stop-signals.ts";
import { fakeWorld } from "./fake-world.ts";

/** What the two wishes to stop are after each of the signals. */
async function send(count: number, prepare: (stop: Stop) => void) {
  const outside = fakeWorld();
  const session = openSession(outside.world);
  const state = await whileListening(session, async (stop) => {
    prepare(stop);
    for (let sent = 0; sent < count; sent += 1) outside.signal("SIGTERM");
    return { finish: stop.finish.aborted, now: stop.now.aborted, listening: outside.listeners() };
  });
  return {
    ...state,
    stderr: outside.stderr(),
    deaths: outside.deaths(),
    listeningAfterwards: outside.listeners(),
  };
}

describe("signals", () => {
  it("let requests in flight finish the first time, and say so", async () => {
    expect(await send(1, (stop) => stop.beginWriting())).toEqual({
      finish: true,
      now: false,
      listening: 1,
      stderr: "Stopping: what is under way is finished and reported. Once more stops at once.\n",
      deaths: [],
      listeningAfterwards: 0,
    });
  });

  it("stop at once the second time, and go on listening, so that the result is still reported", async () => {
    const state = await send(2, (stop) => stop.beginWriting());

    expect(state).toMatchObject({
      finish: true,
      now: true,
      listening: 1,
      deaths: [],
      listeningAfterwards: 0,
    });
  });

  it("end the program the third time", async () => {
    const state = await send(3, (stop) => stop.beginWriting());

    expect(state).toMatchObject({ listening: 0, deaths: ["SIGTERM"] });
  });

  it("stop at once while nothing is being written", async () => {
    const state = await send(1, (stop) => {
      stop.beginWriting();
      stop.endWriting();
    });

    expect(state).toMatchObject({ finish: true, now: true, stderr: "" });
  });
});
