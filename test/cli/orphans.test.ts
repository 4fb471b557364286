import { describe, expect, it } from "vitest";
import type { OrphansDocument } from "../../src/report/orphans-document.ts";
import { linkedTo, objectId, openOffice, person, team } from "./office.ts";

const PEOPLE = [
  person(1, "ada"),
  person(2, "bob", { accountEnabled: false }),
  person(3, "carl", { department: "Sales" }),
  person(4, "dora"),
  person(5, "eve", { userPrincipalName: "eve@one.example", mail: "eve@one.example" }),
  person(6, "eve", { userPrincipalName: "eve@two.example", mail: "eve@two.example" }),
  person(7, "finn", { mail: "shared@example.com" }),
  person(8, "gwen", { mail: "shared@example.com" }),
];

const USERS = [
  { name: "ada", email: "ada@example.com", ...linkedTo(1) },
  { name: "bob", email: "bob@example.com", ...linkedTo(2) },
  { name: "carl", email: "carl@example.com", ...linkedTo(3) },
  { name: "gone", email: "gone@example.com", active: false, ...linkedTo(9) },
  { name: "admin", email: "root@example.com" },
  { name: "=build", email: "build@example.com" },
  { name: "eve", email: "eve@old.example" },
  { name: "mailbox", email: "Shared@example.com" },
];

const GROUPS = [
  { name: "dev", members: ["ada", "bob", "gone"] },
  { name: "ops", members: ["admin"] },
  { name: "local-chess", members: ["ada"] },
];

const RULES = "  users: { where: [{ property: department, notEquals: Sales }] }\n";

async function openMessyOffice() {
  const office = await openOffice({
    people: PEOPLE,
    sourceGroups: [team(20, "dev", [1, 2])],
    users: USERS,
    groups: GROUPS,
    more: "protect: { users: [admin], groups: [ops] }\n",
  });
  await office.reconfigure("  path: people.json\n", `  path: people.json\n${RULES}`);
  return office;
}

describe("usersync orphans", () => {
  it("lists what the directory and the source do not account for, and changes nothing", async () => {
    await using office = await openMessyOffice();

    const wide = { tty: true, columns: 140, env: { CI: "true" } };
    const { code, stdout, stderr } = await office.run(["orphans"], wide);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await expect(stdout).toMatchFileSnapshot("./orphans/text.txt");
    expect(office.traffic.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  it("gives a document for programs", async () => {
    await using office = await openMessyOffice();

    const { code, stdout } = await office.run(["orphans", "--json"]);
    const { format, complete, targets } = JSON.parse(stdout) as OrphansDocument;

    expect({ code, format, complete }).toEqual({ code: 0, format: "usersync-orphans/1", complete: true });
    expect(targets.map(({ name, type, read, summary }) => ({ name, type, read, summary }))).toEqual([
      {
        name: "crowd",
        type: "crowd",
        read: { users: 8, groups: 2 },
        summary: {
          unlinked: 4,
          "left-behind": 2,
          "without-account": 5,
          "colliding-people": 1,
          "several-accounts": 0,
          "several-people": 2,
          "alike-accounts": 0,
          "unmanaged-group": 2,
          "disabled-but-licensed": 2,
        },
      },
    ]);
    expect((await office.run(["orphans", "--format", "json"])).stdout).toBe(stdout);
  });

  it("gives a record for each finding to a spreadsheet, with formulas made harmless", async () => {
    await using office = await openMessyOffice();

    const { code, stdout } = await office.run(["orphans", "--format", "csv"]);
    const lines = stdout.split("\r\n");

    expect(code).toBe(0);
    expect(lines[0]).toBe("directory,kind,account,person,detail,state,group,accountId,personId");
    expect(lines).toContain("crowd,unlinked,'=build,,,active,,'=build,");
    expect(lines).toContain(
      `crowd,left-behind,carl,carl@example.com,"department is ""Sales""; wanted: not ""Sales"" (source.users.where[0]); withheld by limits.disable",active,,carl,${objectId(3)}`,
    );
  });
});
