import { describe, expect, it } from "vitest";
import { startScripted } from "../support/scripted-server.ts";
import { NEW_STATE, type OfficeOptions, objectId, openOffice, person } from "./office.ts";
import { until } from "./until.ts";

const TWO: OfficeOptions = { people: [person(1, "ada"), person(2, "bob")] };
const link = (number: number) => ({ attributes: { "usersync.sourceId": [objectId(number)] } });

/** Thirty linked accounts whose people have all left. */
const LEFT: OfficeOptions = {
  people: [person(99, "zoe")],
  users: Array.from({ length: 30 }, (_, at) => ({ name: `user${at}`, ...link(at) })),
};

describe("usersync run", () => {
  it("does it, says what was done, and has nothing left to do", async () => {
    await using office = await openOffice(TWO);

    const first = await office.run(["run"]);
    const second = await office.run(["run"]);

    expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(NEW_STATE) });
    expect(first.stdout).toMatch(/2 imported/);
    expect([...office.crowd.users.keys()]).toEqual(["ada", "bob"]);
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(second.stdout).toMatch(/^crowd \(crowd\).*Nothing to change/s);
  });

  it("writes nothing with --dry-run, and tells changes apart with --detailed-exitcode", async () => {
    await using office = await openOffice(TWO);

    const plain = await office.run(["run", "--dry-run"]);
    const detailed = await office.run(["run", "--dry-run", "--detailed-exitcode"]);

    expect(plain.code).toBe(0);
    expect(detailed.code).toBe(2);
    expect(plain.stdout).toMatch(/Plan: 2 to import/);
    expect(office.crowd.users.size).toBe(0);
  });

  it("prints one document and nothing else with --json", async () => {
    await using office = await openOffice(TWO);

    const { stdout, stderr, code } = await office.run(["run", "--json"]);

    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ format: "usersync-plan/1", complete: true });
    expect(document.targets[0].operations.map(({ status }: { status: string }) => status)).toEqual([
      "done",
      "done",
    ]);
    expect({ stderr, code }).toEqual({ stderr: expect.stringMatching(NEW_STATE), code: 0 });
  });

  it("ends with 1 and writes nothing when reading Graph takes longer than it may", async () => {
    await using graph = await startScripted(() => ({ status: 429, headers: { "retry-after": "600" } }));
    await using office = await openOffice(TWO);
    const config = await office.read("usersync.config.yaml");
    const source = [
      "source:",
      "  type: entra",
      "  tenantId: contoso.example",
      `  graphUrl: ${graph.url}`,
      "  credential: { type: access-token, token: t }",
      "  maxWaitSeconds: 3600",
      "  timeLimitMinutes: 15",
    ].join("\n");
    await office.write("usersync.config.yaml", config.replace(/source:\n(?: .*\n)+/, `${source}\n`));

    const { code, stdout, stderr } = await office.run(["run", "--json"]);

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "TIME_LIMIT" } });
    expect(stderr).toContain("takes longer than 15 min");
    expect(graph.requests).toHaveLength(2);
    expect(office.crowd.users.size).toBe(0);
  });

  it("story 39: ends with 4 when a limit withholds, and disables nobody", async () => {
    await using office = await openOffice(LEFT);

    const { code, stdout } = await office.run(["run"]);

    expect(code).toBe(4);
    expect(stdout).toMatch(/30 withheld/);
    expect([...office.crowd.users.values()].every(({ active }) => active)).toBe(true);
  });

  it("ends with 3 when one operation fails, and does the rest", async () => {
    await using office = await openOffice(TWO);
    const refusal = {
      kind: "status",
      status: 400,
      body: { reason: "INVALID_USER", message: "No." },
    } as const;
    office.traffic.add({ method: "POST", path: /\/user$/, fault: refusal });

    const { code, stdout } = await office.run(["run"]);

    expect(code).toBe(3);
    expect(stdout).toMatch(/1 imported.*1 failed/s);
    expect(office.crowd.users.size).toBe(1);
  });

  it("ends with 5 when the source is cut off, and writes nothing", async () => {
    await using office = await openOffice(TWO);
    await office.write("people.json", '{"users": [{"id": "0000');

    const { code, stdout, stderr } = await office.run(["run"]);

    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toMatch(/✗ The source file .*people\.json is not JSON\.\n {2}Why {2}.*\n {2}Fix {2}/s);
    expect(office.traffic.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("ends with 1 when the directory turns it away", async () => {
    await using office = await openOffice(TWO);

    const { code, stdout } = await office.run(["run"], { env: { CROWD_PASSWORD: "wrong-password" } });

    expect(code).toBe(1);
    expect(stdout).toMatch(/Could not be read.*SIGN_IN_FAILED/s);
  });

  it("runs the named target only, and refuses a name that the config does not have", async () => {
    await using office = await openOffice(TWO);

    const known = await office.run(["run", "--only", "crowd"]);
    const unknown = await office.run(["run", "--only", "crowd", "--only", "cloud"]);

    expect(known.code).toBe(0);
    expect(unknown).toEqual({
      code: 1,
      stdout: "",
      stderr: `✗ The config has no target named “cloud”.
  Why  --only takes the name of a target. This config has: crowd.
  Fix  Write --only crowd, or leave --only out to run every target.
`,
    });
  });

  it("writes a web page with --report, and finds out early when it cannot", async () => {
    await using office = await openOffice(TWO);

    const late = await office.run(["run", "--report", "missing/run.html"]);
    const written = await office.run(["run", "--report", "run.html"]);

    expect(late.code).toBe(1);
    expect(late.stderr).toMatch(/missing\/run\.html cannot be written/);
    expect(written.code).toBe(0);
    expect(await office.read("run.html")).toMatch(/^<!doctype html>.*ada/s);
  });

  it("finishes what is in flight at the first signal, reports, and ends with 3", async () => {
    const people = Array.from({ length: 40 }, (_, at) => person(at, `user${at}`));
    await using office = await openOffice({ people });
    const { outside, ended } = office.start(["run", "--json"]);
    await seeRequest(office.traffic.requests, "POST");

    outside.signal("SIGTERM");
    const { code, stdout, stderr } = await ended;

    const { summary } = JSON.parse(stdout).targets[0];
    expect(code).toBe(3);
    expect(stderr).toMatch(/^Stopping: /m);
    expect(summary.skipped).toBeGreaterThan(0);
    expect(summary.failed).toBe(0);
    expect(office.crowd.users.size).toBe(40 - summary.skipped);
  });

  it("says in the last line that it was stopped, and how much was not begun", async () => {
    const people = Array.from({ length: 40 }, (_, at) => person(at, `user${at}`));
    await using office = await openOffice({ people });
    const { outside, ended } = office.start(["run"]);
    await seeRequest(office.traffic.requests, "POST");

    outside.signal("SIGTERM");
    const { stdout } = await ended;

    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^Stopped: \d+ imported; \d+ not begun\.$/);
  });

  it("stops at once while it reads", async () => {
    await using office = await openOffice(TWO);
    office.traffic.add({ fault: { kind: "delay", milliseconds: 60_000 } });
    const { outside, ended } = office.start(["run"]);
    await until(() => outside.listeners() > 0);

    outside.signal("SIGINT");
    const { code } = await ended;

    expect(code).toBe(1);
    expect(office.crowd.users.size).toBe(0);
  });
});

async function seeRequest(requests: readonly { method: string }[], method: string): Promise<void> {
  await until(() => requests.some((request) => request.method === method));
}
