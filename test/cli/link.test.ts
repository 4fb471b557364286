import { describe, expect, it } from "vitest";
import { findUser, renameUser } from "../../src/sandbox/crowd/crowd-state.ts";
import { linkedTo, type Office, type OfficeOptions, objectId, openOffice, person } from "./office.ts";

/** Grace left as person 1, and was hired again as person 2. Her account is still there, disabled. */
const HIRED_AGAIN: OfficeOptions = {
  people: [
    person(2, "grace", { displayName: "Grace Hopper" }),
    person(3, "bob"),
    person(4, "gone", { accountEnabled: false }),
  ],
  users: [
    { name: "grace", email: "grace@example.com", displayName: "Grace", active: false, ...linkedTo(1) },
    { name: "bob", email: "bob@example.com", displayName: "Bob", firstName: "bob", ...linkedTo(3) },
    { name: "admin" },
    { name: "free" },
  ],
  more: "protect: { users: [admin] }\n",
};

const ownerOf = (office: Office, name: string) =>
  findUser(office.crowd, name)?.attributes.get("usersync.sourceId")?.[0];

const writes = ({ traffic }: Office) => traffic.requests.filter(({ method }) => method !== "GET");

describe("usersync link", () => {
  it("is what the note in the plan says, and then the next run keeps the old account in step", async () => {
    await using office = await openOffice(HIRED_AGAIN);
    const note = (await office.run(["plan"], { tty: true, columns: 300, env: { NO_COLOR: "1" } })).stdout;
    const command = /usersync (link \S+ grace --target crowd)/.exec(note)?.[1]?.split(" ") ?? [];

    const { code, stdout } = await office.run([...command, "--yes"]);
    const plan = await office.run(["plan"]);
    const run = await office.run(["run"]);

    expect(command).toEqual(["link", objectId(2), "grace", "--target", "crowd"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Done: 1 linked\.\n$/);
    expect(ownerOf(office, "grace")).toBe(objectId(2));
    expect(plan.stdout).toMatch(/↑ grace/);
    expect(plan.stdout).toMatch(/~ grace +display name +Grace +→ Grace Hopper/);
    expect(run.code).toBe(0);
    expect(findUser(office.crowd, "grace")).toMatchObject({ active: true, displayName: "Grace Hopper" });
  });

  it("shows what it would do and asks, by user principal name and without --target", async () => {
    await using office = await openOffice(HIRED_AGAIN);

    const no = await office.answer(["link", "grace@example.com", "GRACE"], "n\r");
    const before = ownerOf(office, "grace");
    const yes = await office.answer(["link", "grace@example.com", "GRACE"], "y\r");

    expect(no.stderr).toContain("Give GRACE to grace@example.com?");
    expect(no.stdout).toMatch(/Plan: 1 to link\.\n(?:.*\n)*Nothing was done\.\n$/);
    expect([no.code, before, yes.code, ownerOf(office, "grace")]).toEqual([0, objectId(1), 0, objectId(2)]);
  });

  it("stands in the history, and can be undone", async () => {
    await using office = await openOffice(HIRED_AGAIN);
    await office.run(["link", objectId(2), "grace", "--yes"]);

    const { stdout } = await office.run(["history"]);
    const undo = await office.run(["undo", "1", "--yes"]);

    expect(stdout).toMatch(/^1 .* link .* done\n.*: 1 linked\n$/);
    expect(undo.code).toBe(0);
    expect(ownerOf(office, "grace")).toBe(objectId(1));
  });

  it("has nothing to do where the link is there", async () => {
    await using office = await openOffice(HIRED_AGAIN);

    const text = await office.run(["link", "bob@example.com", "bob"]);
    const json = await office.run(["link", "bob@example.com", "bob", "--json"]);

    expect(text).toEqual({ code: 0, stdout: "bob belongs to bob@example.com already.\n", stderr: "" });
    expect(JSON.parse(json.stdout)).toMatchObject({ targets: [{ operations: [] }] });
    expect(writes(office)).toEqual([]);
  });

  it.each([
    {
      of: "an unknown person",
      argv: ["eve@example.com", "free"],
      says: "The source has nobody called “eve@example.com”.",
    },
    { of: "an unknown account", argv: ["bob@example.com", "robert"], says: "crowd has no account “robert”." },
    {
      of: "a protected account",
      argv: ["bob@example.com", "admin"],
      says: "The account “admin” is protected.",
    },
    {
      of: "somebody with another account",
      argv: ["bob@example.com", "free"],
      says: "The person has the account “bob” in crowd already.",
    },
    {
      of: "an unknown target",
      argv: ["bob@example.com", "free", "--target", "jira"],
      says: "The config has no target named “jira”.",
    },
  ])("refuses $of", async ({ argv, says }) => {
    await using office = await openOffice(HIRED_AGAIN);

    const { code, stdout, stderr } = await office.run(["link", ...argv, "--yes"]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(says);
    expect(writes(office)).toEqual([]);
  });
});

describe("usersync unlink", () => {
  it("keeps the two apart from then on, with a note that says how to join them again", async () => {
    await using office = await openOffice(HIRED_AGAIN);

    const { code, stdout } = await office.run(["unlink", "bob", "--yes"]);
    const plan = await office.run(["plan"]);
    await office.run(["run"]);

    expect({ code, owner: ownerOf(office, "bob") }).toEqual({ code: 0, owner: undefined });
    expect(stdout).toMatch(/Done: 1 link taken away\.\n$/);
    expect(plan.stdout).toMatch(new RegExp(`usersync\\s+link\\s+${objectId(3)}\\s+bob`));
    expect(plan.stdout).toMatch(/No changes/);
    expect(ownerOf(office, "bob")).toBeUndefined();
  });

  it("keeps them apart though the account is renamed by hand, until they are joined under its new name", async () => {
    await using office = await openOffice(HIRED_AGAIN);
    await office.run(["unlink", "bob", "--yes"]);
    const bob = findUser(office.crowd, "bob");
    if (bob === undefined) throw new Error("Bob is there.");
    renameUser(office.crowd, bob, "robert");

    const plan = await office.run(["plan"], { tty: true, columns: 300, env: { NO_COLOR: "1" } });
    await office.run(["run"]);
    const apart = ownerOf(office, "robert");
    await office.run(["link", "bob@example.com", "robert", "--yes"]);
    await office.run(["run"]);

    expect(plan.stdout).toContain(`usersync link ${objectId(3)} robert`);
    expect(apart).toBeUndefined();
    expect(ownerOf(office, "bob")).toBe(objectId(3));
  });

  it("is taken back by link, which the next plan believes", async () => {
    await using office = await openOffice(HIRED_AGAIN);
    await office.run(["unlink", "bob", "--yes"]);

    await office.run(["link", "bob@example.com", "bob", "--yes"]);
    const plan = await office.run(["plan", "--json"]);

    expect(ownerOf(office, "bob")).toBe(objectId(3));
    expect(plan.stdout).not.toContain(`link ${objectId(3)}`);
  });

  it("has nothing to do for an account that is nobody's", async () => {
    await using office = await openOffice(HIRED_AGAIN);

    const { code, stdout } = await office.run(["unlink", "free"]);

    expect({ code, stdout }).toEqual({ code: 0, stdout: "free is linked to nobody.\n" });
  });

  it("asks, and cannot without a terminal", async () => {
    await using office = await openOffice(HIRED_AGAIN);

    const { code, stdout, stderr } = await office.run(["unlink", "bob"]);

    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining("Plan: 1 link to take away."),
    });
    expect(stderr).toContain("Nothing was done, since nobody could be asked.");
    expect(ownerOf(office, "bob")).toBe(objectId(3));
  });

  it("asks which of several directories is meant", async () => {
    await using office = await openOffice(HIRED_AGAIN);
    const config = await office.read("usersync.config.yaml");
    const [, target = ""] = /^targets:\n((?: .*\n)+)/m.exec(config) ?? [];
    const second = target
      .replace("name: crowd", "name: staging")
      .replace("application: usersync", "application: other");
    await office.reconfigure(target, `${target}${second}`);

    const { code, stderr } = await office.run(["unlink", "bob", "--yes"]);
    const named = await office.run(["unlink", "bob", "--yes", "--target", "crowd"]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/The config has several targets, and none is named\.\n.*crowd, staging\./);
    expect(named.code).toBe(0);
  });
});
