import { describe, expect, it } from "vitest";
import { findUser } from "../../src/sandbox/crowd/crowd-state.ts";
import { linkedTo, type Office, type OfficeOptions, openOffice, person } from "./office.ts";

const FREE = "limits: { disable: none, removeMembers: none, removeMembersTotal: none }\n";

/** One run of this office imports Ada, gives Bob his new name, and disables Eve. */
const OFFICE: OfficeOptions = {
  people: [person(1, "ada"), person(2, "king"), person(3, "eve", { accountEnabled: false })],
  users: [
    { name: "bob", email: "king@example.com", ...named("king"), ...linkedTo(2) },
    { name: "eve", email: "eve@example.com", ...named("eve"), ...linkedTo(3) },
  ],
  more: FREE,
};

function named(name: string) {
  const displayName = name.charAt(0).toUpperCase() + name.slice(1);
  return { displayName, firstName: name, lastName: "Example" };
}

async function officeAfterARun(options = OFFICE) {
  const office = await openOffice(options);
  const { code } = await office.run(["run"]);
  expect(code).toBe(0);
  office.traffic.clear();
  return office;
}

const stateOf = ({ crowd }: Office) =>
  [...crowd.users.values()].map(({ name, active }) => `${name} ${active ? "active" : "disabled"}`).sort();
const AFTER = ["ada active", "eve disabled", "king active"];
const BEFORE = ["ada disabled", "bob active", "eve active"];

const writes = ({ traffic }: Office) => traffic.requests.filter(({ method }) => method !== "GET");

describe("usersync undo", () => {
  it("takes back with --yes what the run did, and says what cannot come back", async () => {
    await using office = await officeAfterARun();

    const { code, stdout, stderr } = await office.run(["undo", "1", "--yes"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("can only be disabled, since accounts are never deleted");
    expect(stdout).toMatch(/Run 2: usersync history 2 shows it/);
    expect(stdout).toMatch(/Done: 1 enabled, 1 updated, 1 disabled\.\n$/);
    expect(stateOf(office)).toEqual(BEFORE);
  });

  it("only shows it with --dry-run", async () => {
    await using office = await officeAfterARun();

    const { code, stdout } = await office.run(["undo", "1", "--dry-run"]);
    const { code: same, stdout: document } = await office.run(["undo", "1", "--dry-run", "--json"]);

    expect([code, same]).toEqual([0, 0]);
    expect(stdout).toMatch(
      /\nThe next run does this again, unless its cause is changed in Entra or in the config\.\nPlan: 1 to enable, 1 to update, 1 to disable\.\n$/,
    );
    expect(JSON.parse(document)).toMatchObject({
      targets: [{ summary: { disable: 1, enable: 1, update: 1 } }],
    });
    expect(writes(office)).toEqual([]);
  });

  it("says of a run that changed nothing that there is nothing to take back, and reads no directory", async () => {
    await using office = await officeAfterARun();
    await office.run(["run"]);
    office.traffic.clear();

    const { code, stdout } = await office.run(["undo", "2"]);

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Run 2 changed nothing; there is nothing to take back.\n",
    });
    expect(office.traffic.requests).toEqual([]);
  });

  it("says that nothing is left to take back the second time, and in one person's history what was", async () => {
    await using office = await officeAfterARun();
    await office.run(["undo", "1", "--yes"]);

    const { stdout } = await office.run(["undo", "1"]);
    const { stdout: eve } = await office.run(["history", "--user", "eve"]);

    expect(stdout).toMatch(/No changes\. There is nothing left to take back\.\n$/);
    expect(eve).toContain("enable eve (takes run 1 back)");
  });

  it("asks at a terminal, and does it after a yes", async () => {
    await using office = await officeAfterARun();

    const { code, stdout, stderr } = await office.answer(["undo", "1"], "y\r");

    expect(code).toBe(0);
    expect(stderr).toContain("Take back run 1?");
    expect(stdout).toMatch(/Plan: .*Done: /s);
    expect(stateOf(office)).toEqual(BEFORE);
  });

  it("does nothing after a no, which is what Enter means, and says so", async () => {
    await using office = await officeAfterARun();

    const { code, stdout } = await office.answer(["undo", "1"], "\r");

    expect(code).toBe(0);
    expect(stdout).toMatch(/Plan: .*\nNothing was done\.\n$/s);
    expect(writes(office)).toEqual([]);
  });

  it("does nothing after Ctrl-C", async () => {
    await using office = await officeAfterARun();

    const { code, stderr } = await office.answer(["undo", "1"], "\u0003");

    expect(code).toBe(1);
    expect(stderr).toContain("Stopped while asking; nothing was done.");
    expect(stateOf(office)).toEqual(AFTER);
  });

  it.each([
    { how: "without a terminal", argv: ["undo", "1"], says: "there is no terminal to ask on" },
    { how: "with --json", argv: ["undo", "1", "--json"], says: "with --json no question is asked" },
  ])("$how it cannot ask, and does nothing", async ({ argv, says }) => {
    await using office = await officeAfterARun();

    const { code, stderr } = await office.run(argv);

    expect(code).toBe(1);
    expect(stderr).toContain(says);
    expect(writes(office)).toEqual([]);
  });

  it("can be undone itself, as often as one likes", async () => {
    await using office = await officeAfterARun();

    await office.run(["undo", "1", "--yes"]);
    const again = await office.run(["undo", "2", "--yes"]);
    const after = stateOf(office);
    const once = await office.run(["undo", "3", "--yes"]);

    expect([again.code, once.code]).toEqual([0, 0]);
    expect([after, stateOf(office)]).toEqual([AFTER, BEFORE]);
    const { stdout } = await office.run(["history"]);
    expect(stdout).toMatch(
      /4 .* undo of run 3 .*3 .* undo of run 2 .*2 .* undo of run 1 .*taken back by run 3/s,
    );
  });

  it("can be undone where it had let go of an account that is known by its name", async () => {
    await using office = await officeAfterARun({
      ...OFFICE,
      users: [{ name: "bob", email: "king@example.com", ...named("king") }],
    });
    const all = ["--yes", "--allow", "disable=none"];

    await office.run(["undo", "1", ...all]);
    const before = stateOf(office);
    const again = await office.run(["undo", "2", ...all]);
    const plan = await office.run(["plan"]);

    expect(before).toEqual(["ada disabled", "bob active"]);
    expect(again.stdout).toMatch(/Done: 1 linked, 1 enabled, 1 updated\.\n$/);
    expect(plan.stdout).toMatch(/No changes/);
  });

  it("leaves alone, and lists, what somebody else has changed since", async () => {
    await using office = await officeAfterARun();
    Object.assign(findUser(office.crowd, "eve") ?? {}, { active: true });
    Object.assign(findUser(office.crowd, "king") ?? {}, { attributes: new Map() });

    const { code, stdout } = await office.run(["undo", "1", "--yes"]);

    expect(code).toBe(0);
    expect(stdout).toContain("left alone, since it is as it was before that run");
    expect(stdout).toMatch(/Done: 1 disabled/);
    expect(stateOf(office)).toEqual(["ada disabled", "eve active", "king active"]);
  });

  it("has nothing to do a second time", async () => {
    await using office = await officeAfterARun();
    await office.run(["undo", "1", "--yes"]);
    office.traffic.clear();

    const { code, stdout } = await office.run(["undo", "1"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/No changes\./);
    expect(writes(office)).toEqual([]);
  });
});
