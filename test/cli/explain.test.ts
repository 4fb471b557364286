import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import type { ExplainDocument } from "../../src/report/explain/explain-document.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { fakeWorld } from "./fake-world.ts";
import { linkedTo, type Office, type OfficeOptions, objectId, openOffice, person, team } from "./office.ts";

/** Ada is to be updated, Bob is out of scope, and admin is nobody's. */
const STAFF: OfficeOptions = {
  people: [
    person(1, "Ada", { displayName: "Ada Lovelace" }),
    person(2, "bob", { department: "Sales" }),
    person(3, "cleo", { mail: "countess@example.com" }),
  ],
  sourceGroups: [team(90, "developers", [1, 2])],
  users: [
    { name: "ada", email: "ada@example.com", displayName: "Ada", ...linkedTo(1) },
    { name: "bob", email: "bob@example.com", displayName: "Bob", ...linkedTo(2) },
    { name: "gone", email: "gone@example.com", displayName: "Gone", ...linkedTo(9) },
    { name: "admin" },
  ],
  groups: [{ name: "developers", members: ["ada"] }],
  more: "protect: { users: [admin] }\nlimits: { disable: none }\n",
};

async function openStaff(): Promise<Office> {
  const office = await openOffice(STAFF);
  const rules = "users: { where: [{ property: department, notEquals: Sales }] }";
  await office.reconfigure("path: people.json", `path: people.json\n  ${rules}`);
  return office;
}

const writes = ({ traffic }: Office) => traffic.requests.filter(({ method }) => method !== "GET");

describe("usersync explain", () => {
  it("tells one person's story from both sides, and changes nothing", async () => {
    await using office = await openStaff();

    const { code, stdout, stderr } = await office.run(["explain", "ada@example.com"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Ada@example\.com {2}Ada Lovelace\n {2}Entra +✓ Found: enabled, no guest/);
    expect(stdout).toMatch(
      /✓ source\.users\.where\[0\]: holds: department has no value; wanted: not "Sales"/,
    );
    expect(stdout).toMatch(/ Groups +developers\n/);
    expect(stdout).toMatch(/→ "Ada" {2}by \(\.\*\)@\.\* → \$1 \(mapping\.username\.replace\[0\]\)\n/);
    expect(stdout).toMatch(/ Match +✓ matched by the recorded link/);
    expect(stdout).toMatch(/ Account +"ada": active/);
    expect(stdout).toMatch(/~ update ada: display name Ada → Ada Lovelace/);
    expect(writes(office)).toEqual([]);
  });

  it.each([
    { what: "an object id", name: objectId(2).toUpperCase(), who: objectId(2) },
    { what: "a username", name: "BOB", who: objectId(2) },
    { what: "an e-mail", name: "countess@example.com", who: objectId(3) },
    { what: "the account of somebody who is gone", name: "gone", who: objectId(9) },
    { what: "the object id of somebody who is gone", name: objectId(9), who: objectId(9) },
  ])("finds people by $what", async ({ name, who }) => {
    await using office = await openStaff();

    const { code, stdout } = await office.run(["explain", name, "--json"]);
    const { format, stories } = JSON.parse(stdout) as ExplainDocument;

    expect({ code, format }).toEqual({ code: 0, format: "usersync-explain/1" });
    expect(stories.map(({ id }) => id)).toEqual([who]);
  });

  it("says why somebody is disabled: which rule, and what it saw", async () => {
    await using office = await openStaff();

    const { stdout } = await office.run(["explain", "bob@example.com", "--json"]);
    const [story] = (JSON.parse(stdout) as ExplainDocument).stories;

    expect(story?.person).toMatchObject({ isSelected: true, isIn: false });
    expect(story?.person?.scope.filter(({ decides }) => decides)).toEqual([
      {
        setting: "source.users.where[0]",
        outcome: "out",
        decides: true,
        reason: 'department is "Sales"; wanted: not "Sales"',
        rule: { text: 'not "Sales"', holds: false, property: "department", values: ["Sales"] },
      },
    ]);
    expect(story?.directories).toMatchObject([
      {
        name: "crowd",
        conclusion: "work",
        operations: [{ kind: "disable", reason: "left-scope", because: expect.stringContaining("where[0]") }],
      },
    ]);
  });

  it("tells of an account that is nobody's", async () => {
    await using office = await openStaff();

    const { code, stdout } = await office.run(["explain", "admin"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^“admin”\n {2}Entra +✗ Nobody in Entra has the name “admin”\.\n/);
    expect(stdout).toMatch(/Nothing to do: the account is nobody's, and protected\.\n$/);
  });

  it("tells the others when one directory cannot be read", async () => {
    await using office = await openStaff();
    await office.reconfigure(
      "targets:\n",
      "targets:\n  - { name: down, type: crowd, url: 'http://127.0.0.1:1/crowd', application: usersync, password: hush-hush }\n",
    );

    const { code, stdout } = await office.run(["explain", "ada@example.com"]);
    const unknown = await office.run(["explain", "adda"]);
    const only = await office.run(["explain", "ada@example.com", "--only", "crowd"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/\ndown \(crowd\)\n {2}Doubt +✗ .*\(NETWORK\)/s);
    expect(stdout).toMatch(/\ncrowd \(crowd\)\n(?:.*\n)* {2}Account +"ada"/);
    expect(unknown.stderr).toContain("down could not be read.");
    expect(only.stdout).not.toContain("down (crowd)");
  });

  it("says which names come near to one that nobody has", async () => {
    await using office = await openStaff();

    const { code, stdout, stderr } = await office.run(["explain", "adda@example.com"]);
    const far = await office.run(["explain", "zoroaster"]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("✗ Neither the source nor a directory knows “adda@example.com”.");
    expect(stderr).toMatch(/Similar: Ada@example\.com, ada\./);
    expect(far.stderr).not.toContain("Similar");
  });

  it("ends with code 5 when the source cannot be read", async () => {
    await using office = await openStaff();
    await office.write("people.json", '{ "users": [');

    const { code, stdout } = await office.run(["explain", "ada@example.com", "--json"]);

    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      format: "usersync-error/1",
      error: { code: "INCOMPLETE_READ" },
    });
  });
});

/** Ada is in All Staff by two ways. Whoever is assigned to the application is in scope. */
const NESTED = {
  id: objectId(1000),
  displayName: "Contoso",
  users: [person(1, "ada"), person(2, "bob")] as { id: string }[],
  groups: [
    { id: objectId(10), displayName: "All Staff", members: [objectId(11), objectId(12)] },
    { id: objectId(11), displayName: "Engineering", members: [objectId(13), objectId(10)] },
    { id: objectId(12), displayName: "On Call", members: [objectId(1)] },
    { id: objectId(13), displayName: "Platform", members: [objectId(1)] },
  ],
};

describe("usersync explain with Microsoft Graph", () => {
  it.each([
    { how: "found before the groups are read", name: "ada@example.com" },
    { how: "found after it, and so read again", name: "ada" },
  ])("tells by which ways through nested groups, for somebody $how", async ({ name }) => {
    const sandbox = await startSandbox({ directories: ["crowd"], company: { tenant: NESTED } });
    const folder = await mkdtemp(join(tmpdir(), "usersync-explain-"));
    const config = join(folder, "usersync.config.yaml");
    const text = sandbox.configText.replace(/names: \[.*\]/, "names: [All Staff]");
    await writeFile(config, text, { mode: 0o600 });
    const outside = fakeWorld({ argv: ["explain", name, "--config", config], cwd: folder });

    const code = await main(outside.world);
    await sandbox.close();
    await rm(folder, { recursive: true });

    expect({ code, stderr: outside.stderr() }).toEqual({ code: 0, stderr: "" });
    expect(outside.stdout()).toMatch(
      / {2}Groups +All Staff ▸ On Call\n +All Staff ▸ Engineering ▸ Platform\n/,
    );
  });
});
