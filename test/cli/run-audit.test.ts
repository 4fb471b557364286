import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifyAudit } from "../../src/audit/verify-audit.ts";
import { type Office, type OfficeOptions, openOffice, person } from "./office.ts";
import { until } from "./until.ts";

const AUDITED: OfficeOptions = {
  people: [person(1, "ada"), person(2, "bob", { accountEnabled: false })],
  more: "audit: { file: audit.jsonl }\n",
};

const linesOf = async (office: Office) =>
  (await office.read("audit.jsonl"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("audit.file", () => {
  it("has a line for each run and each operation, in one chain", async () => {
    await using office = await openOffice(AUDITED);

    await office.run(["run"]);
    await office.run(["run"]);

    const lines = await linesOf(office);
    expect(lines.map(({ run, event }) => `${run} ${event}`)).toEqual([
      "1 run-started",
      "1 operation",
      "1 run-ended",
      "2 run-started",
      "2 run-ended",
    ]);
    expect(lines[1]).toMatchObject({
      who: "ops",
      host: "build-7",
      target: "crowd",
      kind: "import",
      user: { username: "ada" },
      before: null,
      status: "done",
      made: expect.any(String),
    });
    expect(await verifyAudit(join(office.folder, "audit.jsonl"))).toMatchObject({ intact: true, lines: 5 });
  });

  it("is left alone by a plan", async () => {
    await using office = await openOffice(AUDITED);

    await office.run(["plan"]);

    await expect(office.read("audit.jsonl")).rejects.toThrow("ENOENT");
  });

  it("lets no run write when it cannot be written itself", async () => {
    await using office = await openOffice(AUDITED);
    await mkdir(join(office.folder, "audit.jsonl"));

    const { code, stderr } = await office.run(["run"]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/The audit file .*audit\.jsonl cannot be\s+written/);
    expect(office.crowd.users.size).toBe(0);
  });

  it("lets no run write when somebody has cut it off", async () => {
    await using office = await openOffice(AUDITED);
    await office.run(["run"]);
    const [first] = (await office.read("audit.jsonl")).split("\n");
    await office.write("audit.jsonl", `${first}\n`);
    const people = [person(1, "ada"), person(3, "zoe")];
    await office.write("people.json", JSON.stringify({ users: people, groups: [] }));

    const { code, stderr } = await office.run(["run"]);

    expect(code).toBe(1);
    expect(stderr).toContain("is not as usersync left it");
    expect([...office.crowd.users.keys()]).toEqual(["ada"]);
  });

  it("stops a run from beginning anything new when the disk is full in the middle", async () => {
    const people = Array.from({ length: 600 }, (_, number) => person(number, `user${number}`));
    await using office = await openOffice({ ...AUDITED, people });
    office.traffic.latency = 5;
    const { ended } = office.start(["run"]);
    await until(() => office.crowd.users.size > 0);
    await rename(join(office.folder, "audit.jsonl"), join(office.folder, "old.jsonl"));
    await mkdir(join(office.folder, "audit.jsonl"));

    const { code, stdout } = await ended;

    expect(code).toBe(1);
    expect(stdout).toContain("cannot be written");
    expect(office.crowd.users.size).toBeGreaterThan(0);
    expect(office.crowd.users.size).toBeLessThan(600);
  });
});
