import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openAudit } from "../../src/audit/open-audit.ts";
import { noState } from "../../src/state/no-state.ts";
import { auditScene, ended } from "./audit-scene.ts";

const REFUSED = expect.objectContaining({ name: "UsersyncError", code: "STATE_UNUSABLE" });

const exitCodes = (lines: readonly string[]) =>
  lines.map((line) => (JSON.parse(line) as { exitCode: number }).exitCode);

describe("an audit file", () => {
  it("is made on first use, for its owner only", async () => {
    await using scene = await auditScene();

    await scene.add(0);

    expect((await stat(scene.file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(scene.file))).mode & 0o777).toBe(0o700);
  });

  it("has lines that name the one before, and that any tool can check", async () => {
    await using scene = await auditScene();

    await scene.add(0, 3);
    await scene.add(4);
    const lines = await scene.lines();

    const places = lines.map(
      (line) => JSON.parse(line) as { seq: number; at: string; prev: string; hash: string },
    );
    expect(places.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(places.map(({ at }) => at)).toEqual(Array(3).fill("2027-01-15T08:00:00.000Z"));
    expect(places.map(({ prev }) => prev)).toEqual(["0".repeat(64), places[0]?.hash, places[1]?.hash]);
    for (const [index, line] of lines.entries()) {
      const bare = line.replace(/,"hash":"[0-9a-f]{64}"\}$/, "}");
      expect(createHash("sha256").update(bare).digest("hex")).toBe(places[index]?.hash);
    }
    expect(scene.head()).toEqual({ lines: 3, hash: places[2]?.hash });
  });

  it("keeps names in any script in one line", async () => {
    await using scene = await auditScene();

    await scene.open().append([{ ...ended(0), who: "ада\u2028\n\ud800 😀" } as never]);
    await scene.add(1);

    expect(await scene.lines()).toHaveLength(2);
    expect(await scene.verify()).toMatchObject({ intact: true, lines: 2 });
  });

  it("takes portions of targets that write at the same time, one after the other", async () => {
    await using scene = await auditScene();
    const audit = scene.open();

    await Promise.all(Array.from({ length: 20 }, (_, code) => audit.append([ended(code)])));

    expect(exitCodes(await scene.lines())).toEqual(Array.from({ length: 20 }, (_, code) => code));
    expect(await scene.verify()).toMatchObject({ intact: true, lines: 20, unrecorded: 0 });
  });

  it("takes the portions of two runs that write at the same time", async () => {
    await using scene = await auditScene();

    await Promise.all(Array.from({ length: 10 }, (_, code) => scene.add(code)));

    expect(await scene.verify()).toMatchObject({ intact: true, lines: 10 });
  });

  it("is left alone when there is nothing to say", async () => {
    await using scene = await auditScene();

    await scene.add();

    await expect(scene.text()).rejects.toThrow("ENOENT");
  });
});

describe("an audit file after a crash", () => {
  it("goes on from its own end when the run died before the state knew of it", async () => {
    await using scene = await auditScene();
    await scene.add(0);
    scene.heads.forgetNext();
    await expect(scene.add(1, 2)).rejects.toThrow("killed");

    await scene.add(3);

    expect(exitCodes(await scene.lines())).toEqual([0, 1, 2, 3]);
    expect(scene.head()?.lines).toBe(4);
  });

  it("writes nothing twice when the state died under a run that goes on", async () => {
    await using scene = await auditScene();
    const audit = scene.open();
    scene.heads.forgetNext();
    await expect(audit.append([ended(0)])).rejects.toThrow("killed");

    await audit.append([ended(1)]);

    expect(exitCodes(await scene.lines())).toEqual([0, 1]);
  });

  it.each([
    { torn: "in the middle of a line", rest: '{"seq":2,"at":"2026-' },
    { torn: "after its first byte", rest: "{" },
    { torn: "where the disk stored nothing but zeros", rest: Buffer.alloc(700) },
    { torn: "where the disk stored a part and zeros", rest: Buffer.from(`{"seq":2,"at"${"\0".repeat(300)}`) },
  ])("takes off what was torn $torn", async ({ rest }) => {
    await using scene = await auditScene();
    await scene.add(0);
    await scene.tear(rest);

    await scene.add(1);

    expect(exitCodes(await scene.lines())).toEqual([0, 1]);
    expect(await scene.verify()).toMatchObject({ intact: true, torn: 0 });
  });

  it("takes off a torn first line", async () => {
    await using scene = await auditScene();
    await mkdir(dirname(scene.file));
    await scene.tear('{"seq":1,"at":"20');

    await scene.add(0);

    expect(exitCodes(await scene.lines())).toEqual([0]);
  });

  it("finds the last line also when it is longer than what is usually read", async () => {
    await using scene = await auditScene();
    await scene.open().append([{ ...ended(0), who: "a".repeat(200_000) } as never]);

    await scene.add(1);

    expect(exitCodes(await scene.lines())).toEqual([0, 1]);
  });
});

describe("an audit file that was moved away", () => {
  it("is followed by one whose first line names its last", async () => {
    await using scene = await auditScene();
    await scene.add(0, 1);
    const before = scene.head();
    await rename(scene.file, join(scene.folder, "old.jsonl"));

    await scene.add(2);
    const [first = ""] = await scene.lines();

    expect(JSON.parse(first)).toMatchObject({ seq: 3, prev: before?.hash });
    expect(await scene.verify()).toMatchObject({ intact: true, lines: 1, continues: before });
  });

  it("is followed while a run is under way", async () => {
    await using scene = await auditScene();
    const audit = scene.open();
    await audit.append([ended(0)]);
    await rename(scene.file, join(scene.folder, "old.jsonl"));

    await audit.append([ended(1)]);

    expect(exitCodes(await scene.lines())).toEqual([1]);
  });

  it("is followed by one that was torn in its first line", async () => {
    await using scene = await auditScene();
    await scene.add(0);
    await scene.write('{"seq":2,"at":"2026');

    await scene.add(1);

    expect(await scene.lines()).toHaveLength(1);
    expect(await scene.verify()).toMatchObject({ intact: true, lines: 1 });
  });
});

describe("an audit file that begins", () => {
  it("is told, with what is not there any more", async () => {
    await using scene = await auditScene();
    const said: string[] = [];
    const append = (code: number) =>
      scene.open({ warn: (message) => said.push(message) }).append([ended(code), ended(code)]);

    await append(0);
    await append(1);
    await rm(scene.file);
    await append(2);
    await scene.write("");
    await append(3);

    expect(said).toEqual([
      `A new audit file was begun: ${scene.file}.`,
      `The audit file ${scene.file} is not there; 4 lines of it were written. A new one begins with line 5.`,
      `The audit file ${scene.file} is empty; 6 lines of it were written. A new one begins with line 7.`,
    ]);
  });
});

describe("without a state", () => {
  it("goes on from the end of the file", async () => {
    await using scene = await auditScene();
    const heads = noState().audit;

    for (const code of [0, 1, 2]) await scene.open({ heads }).append([ended(code)]);

    expect(await scene.verify()).toMatchObject({ intact: true, lines: 3 });
  });

  it("refuses to go on from a last line that was edited", async () => {
    await using scene = await auditScene();
    const audit = scene.open({ heads: noState().audit });
    await audit.append([ended(0)]);
    await scene.write((await scene.text()).replace('"exitCode":0', '"exitCode":1'));

    await expect(audit.append([ended(1)])).rejects.toEqual(REFUSED);
  });
});

describe("an audit file that somebody touched", () => {
  it.each<{ how: string; touch: (lines: readonly string[]) => string; message: string }>([
    {
      how: "cut at its end",
      touch: (lines) => `${lines.slice(0, 2).join("\n")}\n`,
      message: "The file ends with number 2 of the chain, and 3 lines were written.",
    },
    {
      how: "with its last line edited",
      touch: ([one, two, three = ""]) => `${one}\n${two}\n${three.replace("ops", "eve")}\n`,
      message: "Line 3 is not what was written there: its hash does not fit.",
    },
    {
      how: "without its last line break",
      touch: (lines) => lines.join("\n"),
      message: "The file ends with number 2 of the chain, and 3 lines were written.",
    },
    {
      how: "with a remark at its end",
      touch: (lines) => `${lines.join("\n")}\nreviewed by Eve`,
      message: "Line 4 is not JSON.",
    },
    {
      how: "that is something else",
      touch: () => "once upon a time\n",
      message: "Line 1 is not JSON.",
    },
  ])("$how is left as it is, and refused", async ({ touch, message }) => {
    await using scene = await auditScene();
    await scene.add(0, 1, 2);
    const touched = touch(await scene.lines());
    await scene.write(touched);

    await expect(scene.add(3)).rejects.toEqual(
      expect.objectContaining({ code: "STATE_UNUSABLE", message: expect.stringContaining(message) }),
    );
    expect(await scene.text()).toBe(touched);
  });

  it("never eats a text that audit.file was set to by mistake", async () => {
    await using scene = await auditScene();
    await mkdir(dirname(scene.file));
    await scene.write("a recipe, without a line break");

    await expect(scene.add(0)).rejects.toEqual(REFUSED);

    expect(await scene.text()).toBe("a recipe, without a line break");
  });
});

describe("an audit file that cannot be written", () => {
  /** A disk that takes so many bytes, and then says no. */
  const fullAfter = (room: { bytes: number }): typeof open =>
    (async (...where: Parameters<typeof open>) => {
      const handle: FileHandle = await open(...where);
      const store = handle.appendFile.bind(handle);
      handle.appendFile = async (content) => {
        const text = String(content).slice(0, room.bytes);
        await store(text);
        if (text !== content) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      };
      return handle;
    }) as typeof open;

  it("is as before when the disk is full in the middle of a portion", async () => {
    await using scene = await auditScene();
    await scene.add(0);
    const before = await scene.text();

    const append = scene.open({ openFile: fullAfter({ bytes: 100 }) }).append([ended(1), ended(2)]);

    await expect(append).rejects.toEqual(
      expect.objectContaining({ code: "STATE_UNUSABLE", why: expect.stringContaining("full") }),
    );
    expect(await scene.text()).toBe(before);
  });

  it("gets what it could not take as soon as there is room, in order", async () => {
    await using scene = await auditScene();
    const room = { bytes: 100 };
    const audit = scene.open({ openFile: fullAfter(room) });
    await expect(audit.append([ended(1), ended(2)])).rejects.toEqual(REFUSED);
    room.bytes = Number.POSITIVE_INFINITY;

    await audit.append([ended(3)]);

    expect(exitCodes(await scene.lines())).toEqual([1, 2, 3]);
  });

  it.each<{ what: string; make: (folder: string) => Promise<string>; why: string }>([
    {
      what: "a folder",
      make: async (folder) => folder,
      why: "It is a folder.",
    },
    {
      what: "below a file",
      make: async (folder) => {
        await writeFile(join(folder, "file"), "");
        return join(folder, "file/audit.jsonl");
      },
      why: "A part of its path is a file, not a folder.",
    },
    {
      what: "a device",
      make: async (folder) => {
        await symlink("/dev/null", join(folder, "null"));
        return join(folder, "null");
      },
      why: "What was written to a pipe or a device cannot be read back and checked.",
    },
    {
      what: "a name that is too long",
      make: async (folder) => join(folder, "a".repeat(300)),
      why: "The system says ENAMETOOLONG.",
    },
  ])("since it is $what is refused", async ({ make, why }) => {
    await using scene = await auditScene();
    const file = await make(scene.folder);
    const audit = openAudit(file, { host: "srv1", heads: scene.heads, now: () => 0 });

    await expect(audit.append([ended(0)])).rejects.toEqual(
      expect.objectContaining({ code: "STATE_UNUSABLE", message: expect.stringContaining(file), why }),
    );
  });

  it.each([
    { code: "EACCES", why: "The account that usersync runs under may not do that there." },
    { code: "EROFS", why: "The disk can only be read." },
    { code: "EDQUOT", why: "The disk, or the share of it that this account may use, is full." },
    { code: "EFBIG", why: "It has grown to the largest size that is allowed." },
    { code: "EIO", why: "The system says EIO." },
  ])("is refused for $code in words", async ({ code, why }) => {
    await using scene = await auditScene();
    const openFile = async () => {
      throw Object.assign(new Error(code), { code });
    };

    await expect(scene.open({ openFile }).append([ended(0)])).rejects.toEqual(
      expect.objectContaining({ code: "STATE_UNUSABLE", why }),
    );
  });

  it("goes on in a folder that was taken away and is made again", async () => {
    await using scene = await auditScene();
    await scene.add(0);
    await rm(dirname(scene.file), { recursive: true });

    await scene.add(1);

    expect(await scene.verify()).toMatchObject({ intact: true, lines: 1 });
  });
});
