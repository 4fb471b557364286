import { describe, expect, it } from "vitest";
import { type Office, openOffice, person } from "./office.ts";

const edit = (from: string | RegExp, to: string) => async (office: Office) => {
  const text = await office.read("plan.json");
  expect(text).toMatch(from);
  await office.write("plan.json", text.replace(from, to));
};

describe("a plan file that is refused as a whole", () => {
  it.each<{ situation: string; spoil: (office: Office) => Promise<void>; says: RegExp }>([
    {
      situation: "made with another config, whose settings are named",
      spoil: (office) =>
        office.reconfigure("    type: crowd", "    type: crowd\n    limits: { disable: none }"),
      says: /another config[\s\S]*limits\.disable/,
    },
    {
      situation: "made by another version",
      spoil: edit(/"version": ".*"/, '"version": "0.0.1"'),
      says: /0\.0\.1/,
    },
    { situation: "edited by hand", spoil: edit(/"ada"/g, '"eva"'), says: /does not fit its digest/ },
    {
      situation: "with another digest",
      spoil: edit(/"digest": "sha256:.{8}/, '"digest": "sha256:00000000'),
      says: /does not fit its digest/,
    },
    {
      situation: "cut off",
      spoil: async (office) => office.write("plan.json", (await office.read("plan.json")).slice(0, 300)),
      says: /not JSON, or only the beginning/,
    },
    {
      situation: "printed and not saved",
      spoil: async (office) => office.write("plan.json", (await office.run(["plan", "--json"])).stdout),
      says: /--out/,
    },
    {
      situation: "of a directory that did not answer",
      spoil: async (office) => {
        const down = { env: { CROWD_PASSWORD: "wrong-password" } };
        const { stdout } = await office.run(["plan", "--out", "plan.json"], down);
        expect(stdout).toContain("Saved in plan.json, to look at only");
      },
      says: /not read|could not be read|incomplete/i,
    },
  ])("$situation", async ({ spoil, says }) => {
    await using office = await openOffice({ people: [person(1, "ada")] });
    await office.run(["plan", "--out", "plan.json"]);
    await spoil(office);
    office.traffic.clear();

    const plain = await office.run(["apply", "plan.json"]);
    const json = await office.run(["apply", "plan.json", "--json"]);

    expect(plain).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(says) });
    expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 1, error: { code: "PLAN_REFUSED" } });
    expect(office.traffic.requests).toEqual([]);
  });

  it("that is not there", async () => {
    await using office = await openOffice({ people: [person(1, "ada")] });

    const { code, stderr } = await office.run(["apply", "plan.json"]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^✗ plan\.json cannot be read\.\n {2}Why {2}ENOENT/);
  });

  it("unless only a secret or the log level has changed since", async () => {
    await using office = await openOffice({ people: [person(1, "ada")] });
    await office.run(["plan", "--out", "plan.json"]);
    await office.reconfigure("level: warn", "level: error");

    expect((await office.run(["apply", "plan.json"])).code).toBe(0);
  });
});
