import { describe, expect, it } from "vitest";
import type { OrphansDocument } from "../../src/report/orphans/orphans-document.ts";
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

// A busy machine starts programs slowly; nothing here waits for a given time.
describe("usersync orphans", { timeout: 120_000 }, () => {
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

  it("shortens a long list with a count, unless all is asked for", async () => {
    const users = Array.from({ length: 50 }, (_, index) => ({ name: `local${index}` }));
    await using office = await openOffice({ people: [person(1, "ada")], users });

    const short = await office.run(["orphans"]);
    const all = await office.run(["orphans", "--all"]);

    expect(short.stdout).toContain("… and 30 more (--all shows them)");
    expect(all.stdout).not.toContain("… and");
    expect(all.stdout).toMatch(/^ {6}local49 /m);
  });

  it("says so when there is nothing to list", async () => {
    await using office = await openOffice({
      people: [person(1, "ada")],
      users: [{ name: "ada", email: "ada@example.com", ...linkedTo(1) }],
    });

    const { code, stdout } = await office.run(["orphans"]);

    expect(code).toBe(0);
    expect(stdout).toContain("✓ Nothing found.");
    expect(stdout).toMatch(/\n\nNothing found\.\n$/);
  });

  it("lists the other directories when one cannot be read, and exits as plan does", async () => {
    await using office = await openMessyOffice();
    await office.write("usersync.config.yaml", twice(await office.read("usersync.config.yaml")));

    const { code, stdout, stderr } = await office.run(["orphans"]);
    const csv = await office.run(["orphans", "--format", "csv"]);
    const json = await office.run(["orphans", "--json"]);
    const document = JSON.parse(json.stdout) as OrphansDocument;

    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(code).toBe((await office.run(["plan"])).code);
    expect(stdout).toContain("elsewhere (crowd)\n  ✗ ");
    expect(stdout).toContain("Accounts of nobody  4");
    expect(stdout).toMatch(/18 findings\. Nothing was changed\. 1 directory could not be looked at\.\n$/);
    expect(csv.stdout).toMatch(/^elsewhere,not-read,,,.*SIGN_IN_FAILED/m);
    expect(document.complete).toBe(false);
    expect(document.targets[1]).toMatchObject({
      name: "elsewhere",
      error: { code: "SIGN_IN_FAILED" },
      findings: [],
    });
    expect((await office.run(["orphans", "--only", "crowd"])).code).toBe(0);
  });

  it("exits with 5 when a list breaks off: what is missing in it would look as if it were not there", async () => {
    await using office = await openMessyOffice();
    const fault = { kind: "status", status: 404 } as const;
    office.traffic.add({ fault, times: 2, after: 2, path: /search/ });

    const { code, stdout } = await office.run(["orphans"]);

    expect(code).toBe(5);
    expect(stdout).toContain("(INCOMPLETE_READ)");
    expect(stdout).not.toContain("Accounts of nobody");
  });

  it("is not stopped by a limit that withholds something from a run", async () => {
    await using office = await openMessyOffice();

    expect((await office.run(["plan"])).code).toBe(4);
    expect((await office.run(["orphans"])).code).toBe(0);
  });

  it("has nothing to go by when the source cannot be read", async () => {
    await using office = await openOffice({ people: [person(1, "ada")] });
    await office.write("people.json", "{");

    const { code, stdout, stderr } = await office.run(["orphans"]);

    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toMatch(/^✗ /);
  });
});

/** A second directory beside the first, which lets nobody in. */
function twice(config: string): string {
  const [, target = ""] = /targets:\n([\s\S]*?password: .*\n)/.exec(config) ?? [];
  const other = target
    .replace("name: crowd", "name: elsewhere")
    .replace("application: usersync", "application: stranger");
  return config.replace(target, target + other);
}
