import { Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { createRedactor } from "../../src/cli/settings/redactor.ts";
import { createScreen } from "../../src/cli/world/screen.ts";
import { fakeWorld } from "./fake-world.ts";

/** A reader that takes what it is given only when it is told to, and may go away. */
function slowReader() {
  const taken: string[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write(chunk, _encoding, done) {
      taken.push(String(chunk));
      waiting.push(done);
    },
  });
  const { world } = fakeWorld();
  const redactor = createRedactor({});
  return {
    redactor,
    screen: createScreen({ ...world, stdout: stream }, redactor),
    taken,
    read: (error?: Error) => waiting.shift()?.(error),
  };
}

const gone = () => Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
const large = "x".repeat(70_000);

/** Counts what it was asked for. */
function counting(total: number) {
  const made = { count: 0 };
  function* pieces() {
    for (; made.count < total; made.count += 1) yield large;
  }
  return { made, pieces: pieces() };
}

it("makes no more of a long text than the reader takes", async () => {
  const { screen, taken, read } = slowReader();
  const { made, pieces } = counting(3);

  const printed = screen.streamJson({ list: pieces }, "line");
  await setImmediate();

  expect(made.count).toBeLessThan(2);
  for (let turn = 0; turn < 6; turn += 1) {
    read();
    await setImmediate();
  }
  await printed;
  expect(taken.join("")).toBe(`{"list":["${large}","${large}","${large}"]}\n`);
});

it("ends the printing, not the run, when the reader goes away in the middle", async () => {
  const { screen, taken, read } = slowReader();
  const { made, pieces } = counting(1000);

  const printed = screen.streamJson({ list: pieces }, "line");
  await setImmediate();
  read(gone());
  await printed;

  expect(taken).toHaveLength(1);
  expect(made.count).toBeLessThan(3);
});

it("hides secrets in every piece, and ends a document with a line end", async () => {
  const { screen, redactor, taken, read } = slowReader();
  redactor.hide(["hunter2-hunter2"]);

  const printed = screen.streamJson({ list: ["hunter2-hunter2", large] }, "line");
  for (let turn = 0; turn < 3; turn += 1) {
    await setImmediate();
    read();
  }
  await printed;

  expect(taken.join("")).toBe(`{"list":["[secret]","${large}"]}\n`);
});
