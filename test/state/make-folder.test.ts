import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "../../src/state/make-folder.ts";

describe("making a folder", () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "usersync-folder-"));
  });
  afterEach(() => rmSync(place, { recursive: true }));

  it("makes every level that is missing, for its owner only", () => {
    const path = join(place, "a", "b", "c");

    makeFolder(path, "state.url");

    const modes = ["a", "a/b", "a/b/c"].map((level) => statSync(join(place, level)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o700]);
  });

  it("leaves a folder that is there as it is, also behind a link", () => {
    mkdirSync(join(place, "volume"), { mode: 0o755 });
    symlinkSync(join(place, "volume"), join(place, "link"));

    makeFolder(join(place, "link"), "state.url");
    makeFolder(join(place, "link", "state"), "state.url");

    expect(existsSync(join(place, "volume", "state"))).toBe(true);
  });

  it("says of a link that leads nowhere where it leads", () => {
    const link = join(place, "dang");
    symlinkSync("/mnt/volume-of-nobody", link);

    expect(() => makeFolder(join(link, "deep", "down"), "state.url")).toThrow(
      expect.objectContaining({
        code: "STATE_UNUSABLE",
        message: `The folder ${link} is a link to /mnt/volume-of-nobody, which does not exist.`,
        fix: expect.stringContaining("Is the volume mounted?"),
      }),
    );
  });

  it("fails below a file", () => {
    writeFileSync(join(place, "file"), "");

    expect(() => makeFolder(join(place, "file", "below"), "state.url")).toThrow("ENOTDIR");
  });

  it.runIf(existsSync("/proc/self"))("fails at once where nothing can ever be made", () => {
    expect(() => makeFolder("/proc/nope/deep/down", "state.url")).toThrow("ENOENT");
    expect(() => makeFolder("/proc/nope", "state.url")).toThrow("ENOENT");
  });
});
