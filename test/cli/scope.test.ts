import { describe, expect, it } from "vitest";
import { openOffice, person, team } from "./office.ts";

const PEOPLE = [
  person(1, "ada", { department: "R&D" }),
  person(2, "bob", { department: "Sales" }),
  person(3, "carl", { department: "R&D", accountEnabled: false }),
  person(4, "chair", { department: "Board" }),
  person(5, "gus", { userType: "Guest", department: "R&D" }),
  person(6, "svc-build", { department: "R&D", displayName: "=Build(1)" }),
];

const RULES = `  users:
    exclude: ['svc-*', 'room-*']
    include: ['chair@*']
    where: [{ property: department, in: [R&D, IT] }, { not: { memberOf: Leavers } }]
`;

async function openRuledOffice(people: readonly object[] = PEOPLE) {
  const office = await openOffice({ people, sourceGroups: [team(20, "Leavers", [])] });
  await office.reconfigure("  path: people.json\n", `  path: people.json\n${RULES}`);
  return office;
}

describe("usersync scope", () => {
  it("says by which setting who is in and who is out, and asks no directory", async () => {
    await using office = await openRuledOffice();

    const { code, stdout, stderr } = await office.run(["scope"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot("./scope/text.txt");
    expect(office.traffic.requests).toEqual([]);
  });

  it("is coloured on a terminal, and plain without", async () => {
    await using office = await openRuledOffice();

    const colored = await office.run(["scope"], { tty: true, columns: 100 });
    const plain = await office.run(["scope", "--no-color"], { tty: true, columns: 100 });

    expect(colored.stdout).toContain("\u001b[31m−");
    expect(plain.stdout).not.toContain("\u001b");
  });

  it("shortens a long list with a count, unless all is asked for", async () => {
    const crowd = Array.from({ length: 300 }, (_, index) => person(100 + index, `sales-${index}`));
    await using office = await openRuledOffice(crowd);

    const short = await office.run(["scope"]);
    const whole = await office.run(["scope", "--all"]);

    expect(short.stdout).toContain("300 out  source.users.where[0]  department one of");
    expect(short.stdout).toContain("… and 280 more (--all shows them)\n");
    expect(short.stdout.split("\n").length).toBeLessThan(45);
    expect(whole.stdout.match(/− sales-/g)).toHaveLength(300);
    expect(whole.stdout).not.toContain("more (");
  });

  it.each([["--json"], ["--format", "json"]])("prints one document with %s %s", async (...format) => {
    await using office = await openRuledOffice();

    const { code, stdout, stderr } = await office.run(["scope", ...format]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const document = JSON.parse(stdout) as { people: readonly object[] };
    expect(document).toMatchObject({
      format: "usersync-scope/1",
      createdAt: "2026-11-23T22:00:00.000Z",
      source: { type: "file" },
      counts: { read: 6, in: 3, inButDisabled: 1, inButUnknown: 0, out: 3 },
      unused: [{ setting: "source.users.exclude", pattern: "room-*" }],
    });
    expect(document.people).toHaveLength(6);
    expect(document.people[1]).toEqual({
      id: "00000000-0000-4000-8000-000000000002",
      name: "bob@example.com",
      displayName: "Bob",
      enabled: true,
      guest: false,
      isIn: false,
      rule: "source.users.where[0]",
      reason: 'department is "Sales"; wanted: one of "R&D", "IT"',
    });
  });

  it("prints CSV that no spreadsheet takes for formulas", async () => {
    await using office = await openRuledOffice();

    const { code, stdout } = await office.run(["scope", "--format", "csv"]);

    expect(code).toBe(0);
    const id = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;
    expect(stdout.split("\r\n")).toEqual([
      "name,displayName,id,enabled,guest,scope,rule,reason",
      `ada@example.com,Ada,${id(1)},true,false,in,,`,
      `bob@example.com,Bob,${id(2)},true,false,out,source.users.where[0],"department is ""Sales""; wanted: one of ""R&D"", ""IT"""`,
      `carl@example.com,Carl,${id(3)},false,false,in,,`,
      `chair@example.com,Chair,${id(4)},true,false,in,source.users.include,fits chair@*`,
      `gus@example.com,Gus,${id(5)},true,true,out,source.users.guests,guest`,
      `svc-build@example.com,'=Build(1),${id(6)},true,false,out,source.users.exclude,fits svc-*`,
      "",
    ]);
  });

  it("ends with 5 when the people were not read to the end, like a plan", async () => {
    await using office = await openRuledOffice();
    await office.write("people.json", "not JSON");

    const { code, stdout, stderr } = await office.run(["scope"]);

    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toContain("is not JSON");
  });

  it("ends with 1 when a rule names a group that is not there", async () => {
    await using office = await openRuledOffice();
    await office.employ(PEOPLE);

    const { code, stderr } = await office.run(["scope", "--json"]);

    expect(code).toBe(1);
    expect(stderr).toContain("No group of the source file is called Leavers.");
  });

  it("knows only the formats it has", async () => {
    await using office = await openOffice();

    const { code, stderr } = await office.run(["scope", "--format", "html"]);

    expect(code).toBe(1);
    expect(stderr).toContain("Allowed choices are text, json, csv.");
  });
});
