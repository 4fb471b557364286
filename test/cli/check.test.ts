import { describe, expect, it } from "vitest";
import { openOffice, person } from "./office.ts";

const ADA = { people: [person(1, "ada")] };

describe("usersync check", () => {
  it("says part by part what is in order, and what comes next", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout, stderr } = await office.run(["check"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^\S+usersync\.config\.yaml\n {2}✓ config: Every setting is valid\.\n\nsource \(file\)\n {2}✓ /,
    );
    expect(stdout).toMatch(/\n\ncrowd\n {2}✓ /);
    expect(stdout).toMatch(/Next: usersync plan\n$/);
    expect(office.traffic.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  it("names a problem with its fix, and ends with 1", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout } = await office.run(["check"], { env: { CROWD_PASSWORD: "wrong-password" } });

    expect(code).toBe(1);
    expect(stdout).toMatch(/\n {2}✗ .*\n(?: {4}\w.*\n)* {4}Fix {2}\S.*\n/);
    expect(stdout).toMatch(/1 problem.*\. Nothing was changed\.\n$/);
  });

  it("wraps at the terminal's width, and sets the lines that follow under the first", async () => {
    await using office = await openOffice(ADA);

    const { stdout } = await office.run(["check", "--no-color"], {
      tty: true,
      columns: 70,
      env: { CROWD_PASSWORD: "wrong-password" },
    });

    const lines = stdout.split("\n").slice(1);
    expect(lines.filter((line) => line.length > 70)).toEqual([]);
    expect(lines.slice(lines.indexOf("crowd"), -3)).toEqual([
      "crowd",
      "  ✗ sign-in: crowd: GET /config/cookie was answered with 401. The",
      "    server says: Application failed to authenticate",
      "    Fix  Set `application` and `password` to the name and the password",
      "         of the application in Crowd (Applications > the application >",
      "         Details), not to those of a person.",
    ]);
  });

  it("says in its last line where the problems are", async () => {
    await using office = await openOffice(ADA);

    const { stdout } = await office.run(["check"], { env: { CROWD_PASSWORD: "wrong-password" } });

    expect(stdout).toMatch(/\n1 problem \(crowd\)\. Nothing was changed\.\n$/);
  });

  it("goes on when one side cannot be read at all", async () => {
    await using office = await openOffice();
    await office.write("people.json", "not JSON");

    const { code, stdout } = await office.run(["check"]);

    expect(code).toBe(1);
    expect(stdout).toMatch(/source \(file\)\n {2}✗ .*\n {4}.*\n {4}Fix .*\n\ncrowd\n {2}✓ /);
  });

  it("prints one document with --json", async () => {
    await using office = await openOffice(ADA);

    const { code, stdout, stderr } = await office.run(["check", "--json", "--only", "crowd"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      format: "usersync-check/1",
      ok: true,
      config: { warnings: [] },
      checks: [
        { name: "source", type: "file", findings: [{ level: "ok" }] },
        { name: "crowd", type: "crowd" },
      ],
    });
  });
});
