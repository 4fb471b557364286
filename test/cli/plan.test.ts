import { describe, expect, it } from "vitest";
import { openOffice, person } from "./office.ts";

const ADA = { people: [person(1, "ada")] };

describe("usersync plan", () => {
  it("shows what a run would do, and changes nothing", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout, stderr } = await office.run(["plan"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/Plan: 1 to import/);
    expect(office.traffic.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  it("goes by the name diff too", async () => {
    await using office = await openOffice(ADA);

    expect((await office.run(["diff", "--detailed-exitcode"])).code).toBe(2);
  });

  it.each([
    { format: "json", starts: /^\{\n {2}"format": "usersync-plan\/1"/ },
    { format: "markdown", starts: /^## usersync plan\n/ },
    { format: "html", starts: /^<!doctype html>/ },
    { format: "text", starts: /^crowd \(crowd\)/ },
  ])("prints $format", async ({ format, starts }) => {
    await using office = await openOffice(ADA);

    const { code, stdout, stderr } = await office.run(["plan", "--format", format]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(starts);
  });

  it("saves the plan with --out as --json prints it, bound to config and version", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout } = await office.run([
      "plan",
      "--json",
      "--out",
      "plan.json",
      "--report",
      "plan.html",
    ]);

    expect(code).toBe(0);
    const { saved, ...document } = JSON.parse(await office.read("plan.json")) as Record<string, unknown>;
    expect(document).toEqual(JSON.parse(stdout));
    expect(saved).toMatchObject({ version: expect.any(String), digest: expect.stringMatching(/^sha256:/) });
    expect(await office.read("plan.html")).toMatch(/<title>usersync plan/);
  });

  it("says where the plan was saved and how to go on, on paper for people only", async () => {
    await using office = await openOffice(ADA);

    const text = await office.run(["plan", "--out", "plan.json"]);
    const markdown = await office.run(["plan", "--out", "plan.json", "--format", "markdown"]);
    await office.run(["run"]);
    const nothing = await office.run(["plan", "--out", "plan.json"]);

    expect(text.stdout).toMatch(/\nSaved in plan\.json\. To carry it out: usersync apply plan\.json\n$/);
    expect(markdown.stdout).not.toContain("Saved in");
    expect(nothing.stdout).toMatch(/in step\.\nSaved in plan\.json\.\n$/);
  });

  it("gives the same plan for the same state", async () => {
    await using office = await openOffice(ADA);

    expect(await office.run(["plan", "--json"])).toEqual(await office.run(["plan", "--json"]));
  });

  it("finds out before it reads that it cannot save", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout, stderr } = await office.run(["plan", "--out", "missing/plan.json"]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^✗ missing\/plan\.json cannot be written\.\n {2}Why {2}ENOENT/);
    expect(office.traffic.requests).toEqual([]);
  });

  it("colours a terminal, and neither a pipe nor a build server", async () => {
    await using office = await openOffice(ADA);
    const colored = (text: string) => text.includes("\u001b[");

    const looks = await Promise.all([
      office.run(["plan"], { tty: true }),
      office.run(["plan", "--no-color"], { tty: true }),
      office.run(["plan"], { tty: true, env: { NO_COLOR: "1" } }),
      office.run(["plan"], { tty: true, env: { CI: "true" } }),
      office.run(["plan"], { env: { FORCE_COLOR: "1" } }),
      office.run(["plan"], { tty: true, env: { FORCE_COLOR: "0" } }),
      office.run(["plan"]),
    ]);

    expect(looks.map(({ stdout }) => colored(stdout))).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  it("shows a spinner to somebody who watches, on stderr only", async () => {
    await using office = await openOffice(ADA);

    const watched = await office.run(["plan"], { tty: true, columns: 80 });
    const unwatched = await office.run(["plan"], { tty: true, columns: 80, env: { CI: "1" } });
    const sizeless = await office.run(["plan"], { tty: true, columns: 0 });

    expect(watched.stderr).toMatch(/Reading/);
    expect(watched.stdout).not.toMatch(/Reading/);
    expect([unwatched.stderr, sizeless.stderr]).toEqual(["", ""]);
  });
});
