import { rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jumpingClock } from "./fake-world.ts";
import { linkedTo, type Office, type OfficeOptions, objectId, openOffice, person } from "./office.ts";

const OFFICE: OfficeOptions = {
  people: [person(1, "ada"), person(2, "bob")],
  users: [{ name: "bob", displayName: "Robert", email: "bob@example.com", ...linkedTo(2) }],
};

const AT = { clock: jumpingClock(Date.UTC(2026, 10, 24, 6)) };

/** Two runs: one that imports Ada and mends Bob, and one in which Ada has got another name. */
async function officeWithHistory(options = OFFICE): Promise<Office> {
  const office = await openOffice(options);
  await office.run(["run"], { env: { CI: "true" } });
  await office.employ([person(1, "ada", { displayName: "Ada Lovelace" }), person(2, "bob")]);
  await office.run(["run"], AT);
  office.traffic.clear();
  return office;
}

describe("usersync history", () => {
  it("lists the runs, the newest first: when, who, from where, what, and how it ended", async () => {
    await using office = await officeWithHistory();

    const { code, stdout, stderr } = await office.run(["history"]);

    expect({ code, stderr, sent: office.traffic.requests }).toEqual({ code: 0, stderr: "", sent: [] });
    expect(stdout).toMatch(
      /^2 {2}2026-11-24 06:00:00 UTC {2}run {2}\d.* {2}done\n {3}ops@build-7, from a script: 1 updated\n1 {2}2026-11-23 22:00:00 UTC {2}run .*\n {3}ops@build-7, in a pipeline: 1 imported, 1 updated\n$/,
    );
  });

  it("lists no more than --limit", async () => {
    await using office = await officeWithHistory();

    const { stdout } = await office.run(["history", "--limit", "1"]);
    const wrong = await office.run(["history", "--limit", "0"]);

    expect(stdout).toMatch(/^2 .*\n.*\n$/);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("It must be a number above 0.") });
  });

  it("shows one run with every operation, before and after", async () => {
    await using office = await officeWithHistory();

    const { code, stdout } = await office.run(["history", "1"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Run 1: run\n/);
    expect(stdout).toMatch(/done {2}\+ import ada: username ada, e-mail ada@example\.com/);
    expect(stdout).toMatch(/done {2}~ update bob: display name Robert → Bob/);
  });

  it.each([
    { by: "username, in any case", name: "ADA" },
    { by: "object id", name: objectId(1) },
  ])("shows one person's changes by $by", async ({ name }) => {
    await using office = await officeWithHistory();

    const { code, stdout } = await office.run(["history", "--user", name]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/: 2 operations in 2 runs\n/);
    expect(stdout).toMatch(/Run 2 in crowd.*\n.*display name Ada → Ada Lovelace/);
    expect(stdout).toMatch(/Run 1 in crowd.*\n.*import ada/);
    expect(stdout).not.toContain("bob");
  });

  it("tells who was never changed from who is not known", async () => {
    await using office = await openOffice({
      people: [person(1, "ada")],
      users: [{ name: "ada", displayName: "Ada", email: "ada@example.com", ...linkedTo(1) }],
      more: "operations: { update: false }\n",
    });
    await office.run(["run"]);

    const ada = await office.run(["history", "--user", "ada"]);
    const eva = await office.run(["history", "--user", "eva"]);

    expect(ada.stdout).toBe("No run has changed anything about ada.\n");
    expect(eva).toEqual({ code: 0, stdout: "Nobody of this name is known here.\n", stderr: "" });
  });

  it.each([
    { of: "runs", argv: [], holds: { runs: [{ id: 2 }, { id: 1, trigger: "ci", who: "ops" }] } },
    { of: "one run", argv: ["1"], holds: { runs: [{ id: 1 }], entries: [{ run: 1 }, { run: 1 }] } },
    {
      of: "one person",
      argv: ["--user", "ada"],
      holds: { user: "ada", runs: [{ id: 2 }, { id: 1 }], entries: [{ run: 1 }, { run: 2 }] },
    },
  ])("prints $of as one document with --json", async ({ argv, holds }) => {
    await using office = await officeWithHistory();

    const { code, stdout, stderr } = await office.run(["history", ...argv, "--json"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ format: "usersync-history/1", ...holds });
  });

  it("needs the secrets of no directory, and hides those that are there", async () => {
    await using office = await officeWithHistory();
    await office.write(
      "auditor.yaml",
      `${await office.read("usersync.config.yaml")}audit: { file: a.jsonl }\n`,
    );
    const env = { CROWD_PASSWORD: undefined };

    const list = await office.run(["history", "--config", "auditor.yaml"], { env });
    const one = await office.run(["history", "1", "--config", "auditor.yaml"], { env });
    const verified = await office.run(["history", "--verify", "--config", "auditor.yaml"], { env });
    const plan = await office.run(["plan", "--config", "auditor.yaml"], { env });

    expect([list.code, one.code, verified.code, plan.code]).toEqual([0, 0, 0, 1]);
    expect(one.stdout).toMatch(/^Run 1: run\n/);
    expect(plan.stderr).toContain("CROWD_PASSWORD, which is not set");
  });

  it("still needs what says where runs are recorded", async () => {
    await using office = await openOffice({ ...OFFICE, more: `state: { url: '$\{STATE_URL}' }\n` });

    const { code, stderr } = await office.run(["history"], { env: { CROWD_PASSWORD: undefined } });

    expect(code).toBe(1);
    expect(stderr).toContain("state.url refers to the environment variable STATE_URL, which is not set");
    expect(stderr).not.toContain("CROWD_PASSWORD");
  });

  it("is empty before the first run, and makes no state for that", async () => {
    await using office = await openOffice(OFFICE);

    const list = await office.run(["history"]);
    const user = await office.run(["history", "--user", "ada"]);

    expect(list).toEqual({ code: 0, stdout: "No run is recorded yet.\n", stderr: "" });
    expect(user).toMatchObject({ code: 0, stdout: "Nobody of this name is known here.\n" });
    await expect(office.read(".usersync/state.db")).rejects.toThrow("ENOENT");
  });

  it.each([
    { of: "a run that there is not", argv: ["7"], says: "There is no run 7 in the history." },
    { of: "what is no number", argv: ["1.5"], says: "“1.5” is not the number of a run." },
    { of: "a run and a person at once", argv: ["1", "--user", "ada"], says: "one at a time" },
    { of: "a person and the audit file at once", argv: ["--user", "ada", "--verify"], says: "one at a time" },
    { of: "an audit file that is not kept", argv: ["--verify"], says: "There is no audit file to verify." },
  ])("refuses $of", async ({ argv, says }) => {
    await using office = await officeWithHistory();

    const { code, stdout, stderr } = await office.run(["history", ...argv]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(says);
  });
});

describe("usersync history --verify", () => {
  const AUDITED = { ...OFFICE, more: "audit: { file: audit.jsonl }\n" };
  const linesOf = async (office: Office) => (await office.read("audit.jsonl")).trimEnd().split("\n");

  it("says that nothing is missing or changed", async () => {
    await using office = await officeWithHistory(AUDITED);
    const { length } = await linesOf(office);

    const text = await office.run(["history", "--verify"]);
    const { stdout } = await office.run(["history", "--verify", "--json"]);

    expect(text.stdout).toMatch(
      new RegExp(`audit\\.jsonl: ${length} lines, nothing is missing or changed\\.\n$`),
    );
    expect(text.code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ format: "usersync-audit/1", intact: true, lines: length });
  });

  it("looks at files that were moved away, and says when it did not", async () => {
    await using office = await officeWithHistory(AUDITED);
    const { length } = await linesOf(office);
    await rename(join(office.folder, "audit.jsonl"), join(office.folder, "old.jsonl"));
    const gone = await office.run(["history", "--verify"]);
    const moved = await office.run(["history", "--verify", "old.jsonl"]);
    const next = await office.run(["run"]);

    const alone = await office.run(["history", "--verify"]);
    const both = await office.run(["history", "--verify", "old.jsonl"]);
    const json = await office.run(["history", "--verify", "old.jsonl", "--json"]);
    const absent = await office.run(["history", "--verify", "older.jsonl"]);
    const twice = await office.run(["history", "--verify", "old.jsonl", "old.jsonl"]);

    expect(gone.code).toBe(1);
    expect(gone.stderr).toMatch(
      new RegExp(`There is no file .*audit\\.jsonl; ${length} lines were written\\.`),
    );
    expect(moved).toMatchObject({ code: 0, stdout: expect.stringContaining("audit.jsonl is not there") });
    expect(next.stderr).toContain(`A new one begins with line ${length + 1}.`);
    expect(alone.stdout).toContain("The beginning was not looked at");
    expect(both.stdout).toMatch(/old\.jsonl: \d+ lines\.\n.*: 2 lines, nothing is missing or changed\.\n$/);
    expect(JSON.parse(json.stdout)).toMatchObject({ lines: 2, older: [{ lines: length }] });
    expect(absent.stderr).toMatch(/There is no file .*older\.jsonl\./);
    expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining("does not go on from number") });
  });

  it.each<{ what: string; spoil: (lines: readonly string[]) => readonly string[] }>([
    { what: "edited", spoil: (lines) => lines.map((line) => line.replace('"ada"', '"eva"')) },
    { what: "cut off at the end", spoil: (lines) => lines.slice(0, -1) },
    { what: "cut in the middle", spoil: (lines) => lines.filter((_, at) => at !== 2) },
    { what: "emptied", spoil: () => [] },
  ])("finds a file that was $what", async ({ spoil }) => {
    await using office = await officeWithHistory(AUDITED);
    await office.write(
      "audit.jsonl",
      (await linesOf(office).then(spoil)).map((line) => `${line}\n`).join(""),
    );

    const text = await office.run(["history", "--verify"]);
    const { stdout } = await office.run(["history", "--verify", "--json"]);

    expect(text).toMatchObject({ code: 1, stdout: "" });
    expect(text.stderr).toMatch(/audit\.jsonl is not as usersync left it, from line \d+ on\./);
    expect(JSON.parse(stdout)).toMatchObject({ format: "usersync-error/1", exitCode: 1 });
  });
});
