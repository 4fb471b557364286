import { describe, expect, it } from "vitest";
import { linkedTo, type OfficeOptions, openOffice, person, team } from "./office.ts";

/** Ten people who are to come, into two groups; and one who is there already. */
const NUMBERS = Array.from({ length: 10 }, (_, at) => at + 1);
const OFFICE: OfficeOptions = {
  people: [...NUMBERS.map((number) => person(number, `user${number}`)), person(99, "zoe")],
  sourceGroups: [team(201, "devs", [...NUMBERS, 99]), team(202, "ops", [1, 2, 99])],
  users: [{ name: "zoe", ...linkedTo(99) }],
  groups: [
    { name: "devs", members: ["zoe"] },
    { name: "ops", members: ["zoe"] },
  ],
};

async function officeAfterARun(options: OfficeOptions = OFFICE) {
  const office = await openOffice(options);
  expect((await office.run(["run"])).code).toBe(0);
  office.traffic.clear();
  return office;
}

const WHOLE = /^With what is withheld, if it is right: usersync (.*)$/m;

describe("the limits of an undo", () => {
  it("withhold what goes beyond them, name one command for all of it, and end with 4", async () => {
    await using office = await officeAfterARun();

    const { code, stdout } = await office.run(["undo", "1", "--yes"]);

    expect(code).toBe(4);
    expect(stdout).toContain("limits.disable");
    expect([...office.crowd.users.values()].every(({ active }) => active)).toBe(true);
    expect(WHOLE.exec(stdout)?.[1]).toBe(
      "undo 1 --allow removeMembers=10 --allow removeMembersTotal=12 --allow disable=10",
    );
  });

  it("are told of a run that nothing came of, in its result and in the history", async () => {
    const options = { ...OFFICE, sourceGroups: [], groups: [] };
    await using office = await officeAfterARun(options);
    await office.run(["undo", "1", "--yes"]);

    const { code, stdout } = await office.run(["undo", "1", "--yes"]);
    const history = await office.run(["history", "3"]);

    expect(code).toBe(4);
    expect(stdout).toMatch(/Nothing was done: 10 withheld/);
    expect(stdout).toMatch(/undo once with --allow\s+disable=10/);
    expect(history.stdout).toMatch(/undo of run 1/);
  });

  it("let all of it through with that command, even what the next limit would have caught", async () => {
    await using office = await officeAfterARun();
    const { stdout } = await office.run(["undo", "1", "--dry-run"]);
    const argv = WHOLE.exec(stdout)?.[1]?.split(" ") ?? [];

    const { code, stdout: result } = await office.run([...argv, "--yes"]);

    expect(code).toBe(0);
    expect(result).toMatch(/Done: (?:1 updated, )?12 members removed, 10 disabled, 2 groups released\./);
    expect(result).not.toMatch(WHOLE);
    const again = await office.run(["undo", "1", "--dry-run"]);
    expect(again.stdout).toContain("it is not kept in step any more");
    expect(again.stdout).not.toContain("to release");
  });

  it("keep in that command what was said already", async () => {
    await using office = await officeAfterARun();

    const { code, stdout } = await office.run([
      "undo",
      "1",
      "--dry-run",
      "--only",
      "crowd",
      "--allow",
      "disable=25",
    ]);

    expect(code).toBe(4);
    expect(WHOLE.exec(stdout)?.[1]).toBe(
      "undo 1 --only crowd --allow disable=25 --allow removeMembers=10 --allow removeMembersTotal=12",
    );
  });

  it("are measured against the groups that are kept too, not only those that the run changed", async () => {
    const more = "limits: { disable: none, removeMembers: none }\n";
    const ops = team(202, "ops", [...NUMBERS, 99]);
    await using office = await officeAfterARun({
      ...OFFICE,
      sourceGroups: [team(201, "devs", [99]), ops],
      more,
    });
    await office.employ(OFFICE.people ?? [], [team(201, "devs", [1, 2, 99]), ops]);
    expect((await office.run(["run"])).code).toBe(0);

    const { stdout } = await office.run(["undo", "2", "--dry-run"]);

    expect(stdout).toContain("2 of 14 memberships in all managed groups would be removed");
  });

  it("leave the question out when they leave nothing to do", async () => {
    const people = [person(1, "ada"), person(2, "bob")];
    await using office = await officeAfterARun({ people });

    const { code, stdout, stderr } = await office.run(["undo", "1"]);
    const document = JSON.parse((await office.run(["undo", "1", "--json"])).stdout);

    expect({ code, stderr }).toEqual({ code: 4, stderr: "" });
    expect(WHOLE.exec(stdout)?.[1]).toBe("undo 1 --allow disable=2");
    expect(document).toMatchObject({ targets: [{ summary: { withheld: 2 } }] });
  });

  it("say in the question that it is not all", async () => {
    await using office = await officeAfterARun({ ...OFFICE, more: "limits: { disable: none }\n" });

    const { stderr } = await office.answer(["undo", "1"], "n\r");

    expect(stderr).toContain("Take back run 1, without what is withheld?");
  });
});

describe("an undo that means nothing", () => {
  it.each([
    { of: "a run that there is not", argv: ["undo", "7"], says: "There is no run 7 in the history." },
    { of: "what is no number", argv: ["undo", "last"], says: "“last” is not the number of a run." },
    { of: "a number that is too large", argv: ["undo", "2147483648"], says: "is not the number of a run" },
    {
      of: "a target that there is not",
      argv: ["undo", "1", "--only", "jira"],
      says: "no target named “jira”",
    },
    { of: "an unknown limit", argv: ["undo", "1", "--allow", "all"], says: "There is no limit named “all”." },
  ])("$of", async ({ argv, says }) => {
    await using office = await officeAfterARun();

    const { code, stdout, stderr } = await office.run(argv);

    expect({ code, stdout, sent: office.traffic.requests }).toEqual({ code: 1, stdout: "", sent: [] });
    expect(stderr).toContain(says);
  });

  it("a run in a directory that this config does not know, whatever its name", async () => {
    await using office = await officeAfterARun();
    await office.reconfigure("    application: usersync", "    application: elsewhere");

    const { code, stderr } = await office.run(["undo", "1"]);

    expect({ code, sent: office.traffic.requests }).toEqual({ code: 1, sent: [] });
    expect(stderr).toMatch(/Run 1 wrote to no directory of this config\.[\s\S]*It was about: crowd\./);
  });
});
