import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openOffice, person } from "./office.ts";

describe("state.url: none", () => {
  const NONE = { people: [person(1, "ada")], more: "state: { url: none }\n" };

  it.each([
    ["history"],
    ["history", "1"],
    ["undo", "1"],
    ["link", "ada@example.com", "ada"],
    ["unlink", "ada"],
  ])("%s %s says what to set", async (...argv) => {
    await using office = await openOffice(NONE);

    const { code, stdout, stderr } = await office.run(argv);

    expect({ code, stdout, sent: office.traffic.requests }).toEqual({ code: 1, stdout: "", sent: [] });
    expect(stderr).toMatch(
      /^✗ This command needs a state, and the config has none\.[\s\S]*Set state\.url to file:\.usersync\/state\.db/,
    );
  });

  it("lets plan, run and apply do their work, with nothing kept", async () => {
    await using office = await openOffice(NONE);

    const plan = await office.run(["plan", "--out", "plan.json"]);
    const apply = await office.run(["apply", "plan.json"]);
    const run = await office.run(["run"]);

    expect([plan.code, apply.code, run.code]).toEqual([0, 0, 0]);
    expect(apply.stdout).toMatch(/Done: 1 imported/);
    expect(apply.stdout).not.toContain("history");
    await expect(office.read(".usersync/state.db")).rejects.toThrow("ENOENT");
  });
});

describe("a state that is broken", () => {
  it.each([
    { command: "run", argv: ["run"] },
    { command: "plan", argv: ["plan"] },
    { command: "apply", argv: ["apply", "plan.json"] },
    { command: "history", argv: ["history"] },
    { command: "undo", argv: ["undo", "1", "--yes"] },
    { command: "link", argv: ["link", "bob@example.com", "bob", "--yes"] },
  ])("ends $command with 1, and nothing is written to the directory", async ({ argv }) => {
    await using office = await openOffice({ people: [person(1, "ada")], users: [{ name: "bob" }] });
    await office.run(["plan", "--out", "plan.json"]);
    await mkdir(join(office.folder, ".usersync"));
    await office.write(".usersync/state.db", "This is no database, and never was one.\n".repeat(500));
    office.traffic.clear();

    const { code, stderr } = await office.run(argv);

    expect(code).toBe(1);
    expect(stderr).toMatch(/state\.db/);
    expect(stderr).toMatch(/\n {2}Fix {2}/);
    expect(office.traffic.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("is said when it is made, and not when it is there", async () => {
    await using office = await openOffice({ people: [person(1, "ada")] });

    const before = await office.run(["plan"]);
    const first = await office.run(["run"]);
    const second = await office.run(["run"]);
    await rm(join(office.folder, ".usersync"), { recursive: true });
    const planned = await office.run(["plan"]);
    const lost = await office.run(["run"]);

    expect(before.stderr).toBe("");
    expect(first.stderr).toMatch(/A new state was made in .*state\.db\./);
    expect(second.stderr).not.toMatch(/new state/);
    expect(planned.stderr).toMatch(
      /There is no state in .*state\.db, but accounts in crowd are linked already\./,
    );
    expect(lost.stderr).toMatch(/A new state was made in/);
    expect(lost.code).toBe(0);
  });

  it.each([{ argv: ["plan"] }, { argv: ["history"] }, { argv: ["undo", "1", "--dry-run"] }])(
    "is said by $argv when its file holds nothing",
    async ({ argv }) => {
      await using office = await openOffice({ people: [person(1, "ada")] });
      await office.run(["run"]);
      await office.write(".usersync/state.db", "");

      const { stderr } = await office.run(argv);

      expect(stderr).toMatch(/The state .*state\.db is there, but holds nothing\. Whose account is whose/);
    },
  );

  it("may be a folder that nobody can write a file in", async () => {
    await using office = await openOffice({ people: [person(1, "ada")] });
    await office.write(".usersync", "a file, where the folder should be");

    const { code, stderr } = await office.run(["run"]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/state\.db/);
    expect(office.crowd.users.size).toBe(0);
  });
});
