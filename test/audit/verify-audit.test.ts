import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { verifyAudit } from "../../src/audit/verify-audit.ts";
import { auditScene } from "./audit-scene.ts";

/** A line with other content, and a hash that fits it: what somebody does who knows how. */
function forged(line: string, edit: (line: string) => string): string {
  const bare = edit(line).replace(/,"hash":"[0-9a-f]{64}"\}$/, "}");
  return `${bare.slice(0, -1)},"hash":"${createHash("sha256").update(bare).digest("hex")}"}`;
}

/** All lines from a place on, hashed anew one after the other. */
function forgedFrom(lines: readonly string[], place: number, edit: (line: string) => string): string[] {
  const next = [...lines];
  for (let at = place; at < next.length; at += 1) {
    const prev = at === 0 ? "0".repeat(64) : /"hash":"([0-9a-f]{64})"\}$/.exec(next[at - 1] ?? "")?.[1];
    const own = (line: string) => line.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`);
    next[at] = forged(next[at] ?? "", (line) => own(at === place ? edit(line) : line));
  }
  return next;
}

const soften = (line: string) => line.replace(/"exitCode":\d/, '"exitCode":9');
const without = (lines: readonly string[], place: number) => lines.toSpliced(place, 1);

describe("verifyAudit", () => {
  it("finds an untouched file intact", async () => {
    await using scene = await auditScene();
    await scene.add(0, 1, 2, 3);

    expect(await scene.verify()).toEqual({
      intact: true,
      lines: 4,
      end: scene.head(),
      unrecorded: 0,
      torn: 0,
    });
  });

  it.each<{
    how: string;
    touch: (lines: readonly string[]) => readonly string[];
    fault: string;
    line: number;
  }>([
    {
      how: "a letter was changed",
      touch: (lines) => lines.map((line, at) => (at === 1 ? soften(line) : line)),
      fault: "edited",
      line: 2,
    },
    {
      how: "a blank was added",
      touch: (lines) => lines.map((line, at) => (at === 1 ? line.replace(",", ", ") : line)),
      fault: "edited",
      line: 2,
    },
    {
      how: "the hash of a line was taken off",
      touch: (lines) => lines.map((line, at) => (at === 1 ? line.replace(/,"hash.*/, "}") : line)),
      fault: "edited",
      line: 2,
    },
    {
      how: "a line was changed and hashed anew",
      touch: (lines) => lines.map((line, at) => (at === 1 ? forged(line, soften) : line)),
      fault: "edited",
      line: 3,
    },
    {
      how: "a line was changed, and all after it hashed anew",
      touch: (lines) => forgedFrom(lines, 1, soften),
      fault: "edited",
      line: 4,
    },
    {
      how: "all of it was written anew",
      touch: (lines) => forgedFrom(lines, 0, soften),
      fault: "edited",
      line: 4,
    },
    { how: "a line was taken out", touch: (lines) => without(lines, 1), fault: "missing", line: 2 },
    { how: "the first line was taken out", touch: (lines) => without(lines, 0), fault: "cut-short", line: 0 },
    {
      how: "two lines changed places",
      touch: ([one = "", two = "", three = "", four = ""]) => [one, three, two, four],
      fault: "reordered",
      line: 2,
    },
    {
      how: "a line stands twice",
      touch: ([one = "", two = "", ...rest]) => [one, two, two, ...rest],
      fault: "reordered",
      line: 3,
    },
    { how: "the last line was cut off", touch: (lines) => lines.slice(0, 3), fault: "cut-short", line: 3 },
    { how: "everything was cut off", touch: () => [], fault: "cut-short", line: 0 },
    {
      how: "a line is no JSON",
      touch: (lines) => lines.toSpliced(2, 0, "# reviewed"),
      fault: "not-json",
      line: 3,
    },
    { how: "a line is empty", touch: (lines) => lines.toSpliced(2, 0, ""), fault: "not-json", line: 3 },
    {
      how: "a line is JSON of another kind",
      touch: (lines) => lines.toSpliced(2, 0, "[1]", "null"),
      fault: "edited",
      line: 3,
    },
    {
      how: "a line has no number",
      touch: (lines) =>
        lines.map((line, at) =>
          at === 0 ? forged(line, (text) => text.replace('"seq":1', '"seq":"1"')) : line,
        ),
      fault: "edited",
      line: 1,
    },
    {
      how: "the first line names one before it",
      touch: (lines) => [
        forged(lines[0] ?? "", (line) => line.replace('"prev":"0', '"prev":"1')),
        ...lines.slice(1),
      ],
      fault: "edited",
      line: 1,
    },
    {
      how: "the first line has an impossible number",
      touch: (lines) => [
        forged(lines[0] ?? "", (line) => line.replace('"seq":1', '"seq":0')),
        ...lines.slice(1),
      ],
      fault: "edited",
      line: 1,
    },
  ])("finds that $how", async ({ touch, fault, line }) => {
    await using scene = await auditScene();
    await scene.add(0, 1, 2, 3);
    const touched = touch(await scene.lines());
    await scene.write(touched.map((text) => `${text}\n`).join(""));

    const verdict = await scene.verify();

    if (fault === "cut-short" && line === 0 && touched.length > 0) {
      // What a file lost at its beginning looks like a file that continues an older one. It says so.
      expect(verdict).toMatchObject({ intact: true, lines: 3, continues: { lines: 1 } });
    } else {
      expect(verdict).toMatchObject({ intact: false, fault, line });
    }
  });

  it("cannot see without the state that lines are missing at the end", async () => {
    await using scene = await auditScene();
    await scene.add(0, 1, 2);
    await scene.write(`${(await scene.lines()).slice(0, 2).join("\n")}\n`);

    expect(await verifyAudit(scene.file)).toMatchObject({ intact: true, lines: 2, unrecorded: 0 });
  });

  it("says how many lines are newer than what the state knows", async () => {
    await using scene = await auditScene();
    await scene.add(0);
    scene.heads.forgetNext();
    await expect(scene.add(1, 2)).rejects.toThrow("killed");

    expect(await scene.verify()).toMatchObject({ intact: true, lines: 3, unrecorded: 2 });
  });

  it("says that a line is unfinished, which a crash leaves", async () => {
    await using scene = await auditScene();
    await scene.add(0);
    await scene.tear('{"seq":2,');

    expect(await scene.verify()).toMatchObject({ intact: true, lines: 1, torn: 9 });
  });

  it("finds a file that the state knows and that is gone", async () => {
    await using scene = await auditScene();
    await scene.add(0, 1);

    expect(await verifyAudit(`${scene.file}.gone`, scene.head())).toEqual({
      intact: false,
      fault: "cut-short",
      line: 0,
      message: "The file ends with number 0 of the chain, and 2 lines were written.",
    });
  });

  it("has nothing to say of a file that never was", async () => {
    await using scene = await auditScene();

    expect(await scene.verify()).toMatchObject({ intact: true, lines: 0 });
  });

  it("proves a file that was moved away, and its successor", async () => {
    await using scene = await auditScene();
    await scene.add(0, 1);
    const old = await scene.text();
    await scene.write("");
    await scene.add(2, 3);
    const young = await scene.text();

    expect(await scene.verify()).toMatchObject({ intact: true, lines: 2, continues: { lines: 2 } });
    await scene.write(`${old}${young}`);
    expect(await scene.verify()).toMatchObject({ intact: true, lines: 4 });
    expect((await scene.verify()) as object).not.toHaveProperty("continues");
  });

  it.each([
    { situation: "begins after what the state knows", keep: 2, fault: "missing" },
    { situation: "goes on from another line than the state knows", keep: 1, fault: "edited" },
  ])("finds that a file $situation", async ({ keep, fault }) => {
    await using scene = await auditScene();
    await scene.add(0, 1, 2);
    await scene.write(`${(await scene.lines()).slice(keep).join("\n")}\n`);

    expect(await scene.verify({ lines: 1, hash: "a".repeat(64) })).toMatchObject({
      intact: false,
      fault,
      line: 1,
    });
  });

  it("refuses what cannot be read", async () => {
    await using scene = await auditScene();

    await expect(verifyAudit(scene.folder)).rejects.toEqual(
      expect.objectContaining({ code: "STATE_UNUSABLE", why: "It is a folder." }),
    );
  });
});
