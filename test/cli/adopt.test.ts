import { describe, expect, it } from "vitest";
import { findGroup } from "../../src/sandbox/crowd/crowd-state.ts";
import { linkedTo, type Office, type OfficeOptions, openOffice, person, team } from "./office.ts";

const user = (number: number, name: string, displayName: string) => ({
  name,
  email: `${name}@example.com`,
  displayName,
  firstName: name,
  lastName: "Example",
  ...linkedTo(number),
});

/** Crowd has groups of its own that are called like those of Entra, with people of its own in them. */
const GROWN: OfficeOptions = {
  adopts: false,
  people: [person(1, "ada"), person(2, "bob"), person(3, "cleo")],
  sourceGroups: [team(11, "Dev", [1, 2]), team(12, "new", [3]), team(13, "it's ops", [])],
  users: [user(1, "ada", "Ada"), user(2, "bob", "Bob"), user(3, "cleo", "Cleo"), { name: "local" }],
  groups: [
    { name: "dev", members: ["ada", "cleo", "local"] },
    { name: "it's ops", members: ["local"] },
  ],
  more: "limits: { removeMembersTotal: none, removeMembers: none }\n",
};

const membersOf = ({ crowd }: Office, name: string) =>
  [...(findGroup(crowd, name)?.members ?? [])].map((member) => member.name).sort();

const writes = ({ traffic }: Office) => traffic.requests.filter(({ method }) => method !== "GET");

describe("a group that was in the directory before usersync", () => {
  it("waits in every run, which does the rest and says who would join and leave", async () => {
    await using office = await openOffice(GROWN);

    const run = await office.run(["run"]);

    expect(run.code).toBe(4);
    expect(run.stdout).toMatch(/dev: 1 would join, 1 would leave\. usersync adopt dev --target crowd/);
    expect([membersOf(office, "dev"), membersOf(office, "new")]).toEqual([
      ["ada", "cleo", "local"],
      ["cleo"],
    ]);
  });

  it("is kept in step once it is taken over, and strangers stay in it", async () => {
    await using office = await openOffice(GROWN);
    const [command] = /usersync (adopt dev --target crowd)/.exec((await office.run(["plan"])).stdout) ?? [];

    const { code, stdout } = await office.run([...(command?.split(" ").slice(1) ?? []), "--yes"]);
    const between = membersOf(office, "dev");
    await office.run(["adopt", "IT'S OPS", "--yes"]);
    const run = await office.run(["run"]);
    const next = await office.run(["run"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Take over groups +1\n +=\s+dev\s+in the directory already\s+Dev/);
    expect(stdout).toMatch(/Done: 1 group taken over\.\n\nusersync run brings their members in step\.\n$/);
    expect(between).toEqual(["ada", "cleo", "local"]);
    expect(run.code).toBe(0);
    expect(membersOf(office, "dev")).toEqual(["ada", "bob", "local"]);
    expect(next).toMatchObject({ code: 0, stdout: expect.stringContaining("No changes.") });
  });

  it("stands in the history with its group of Entra, and undo lets it go again", async () => {
    await using office = await openOffice(GROWN);
    await office.run(["adopt", "--every", "--yes"]);

    const history = await office.run(["history", "1"]);
    const preview = await office.run(["undo", "1", "--dry-run"]);
    const undo = await office.run(["undo", "1", "--yes"]);
    const plan = await office.run(["adopt"]);

    expect(history.stdout).toMatch(/take over group dev: Dev \(0{8}.*\) \(asked for by hand\)/s);
    expect(preview.stdout).toMatch(/Plan: 2 groups to release\.\n$/);
    expect(preview.stdout).not.toContain("The next run does this again");
    expect(undo).toMatchObject({ code: 0, stdout: expect.stringMatching(/Done: 2 groups released/) });
    expect(plan.stdout).toMatch(/2 groups to take over/);
  });

  it("is listed by adopt without a name, which writes nothing", async () => {
    await using office = await openOffice(GROWN);

    const { code, stdout } = await office.run(["adopt"]);
    const json = JSON.parse((await office.run(["adopt", "--json"])).stdout);

    expect(code).toBe(0);
    expect(stdout).toMatch(/Plan: 2 groups to take over, 1 member to add, 1 member to remove\.\n/);
    expect(stdout).toMatch(/To keep them in step: usersync adopt <group>, or --every\.\n$/);
    expect(json.targets[0].operations.map(({ id }: { id: string }) => id.replace(/:0{8}.*/, ""))).toEqual([
      "crowd:adopt-group:dev",
      "crowd:adopt-group:it's ops",
      "crowd:add-member:dev",
      "crowd:remove-member:dev",
    ]);
    expect(writes(office)).toEqual([]);
  });

  it("is taken over once, though it is named twice", async () => {
    await using office = await openOffice(GROWN);

    const { code, stdout } = await office.run(["adopt", "dev", "Dev", "--yes"]);
    const again = await office.run(["adopt", "dev", "--yes"]);

    expect([code, again.code]).toEqual([0, 1]);
    expect(stdout).toContain("Done: 1 group taken over.");
    expect((await office.run(["history"])).stdout).toMatch(/1 group taken over\s/);
    expect(again.stderr).toContain("It is kept in step in crowd already.");
  });

  it("is shown with what a limit would withhold once it is taken over", async () => {
    await using office = await openOffice({
      ...GROWN,
      sourceGroups: [team(11, "Dev", [])],
      more: "limits: { removeMembers: 1, removeMembersTotal: 1 }\n",
    });

    const { code, stdout } = await office.run(["adopt"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing is done now\./);
    expect(stdout).toMatch(/Withheld +2\n.*limits\./s);
    expect(stdout).toMatch(/Plan: 1 group to take over, 2 withheld/);
  });

  it("is not taken over when the answer is no", async () => {
    await using office = await openOffice(GROWN);

    const { code, stdout, stderr } = await office.answer(["adopt", "dev"], "n\r");

    expect(stderr).toContain("Take over this group?");
    expect([code, stdout.endsWith("Nothing was done.\n")]).toEqual([0, true]);
    expect((await office.run(["plan"])).stdout).toContain("usersync adopt dev");
  });

  it("asks for several at once, and prints nothing but the document with --json", async () => {
    await using office = await openOffice(GROWN);

    const asked = await office.answer(["adopt", "--every"], "n\r");
    const json = await office.run(["adopt", "dev", "--yes", "--json"]);

    expect(asked.stderr).toContain("Take over these 2 groups?");
    expect(JSON.parse(json.stdout).targets[0].operations).toMatchObject([
      { kind: "adopt-group", status: "done", reason: "by-hand" },
    ]);
  });

  it("has nothing to say when no group waits", async () => {
    await using office = await openOffice({ ...GROWN, groups: [] });

    const none = await office.run(["adopt", "--every"]);

    expect(none).toMatchObject({ code: 0, stdout: "No group waits to be taken over.\n" });
  });

  it.each([
    {
      of: "a group that does not wait",
      argv: ["new"],
      says: [
        "No group “new” waits to be taken over.",
        "There is none of that name in crowd yet",
        "usersync run",
      ],
    },
    { of: "a name with a letter too many", argv: ["devv"], says: ["Write usersync adopt dev"] },
    { of: "a name beside --every", argv: ["dev", "--every"], says: ["--every and “dev” do not go together"] },
    { of: "an unknown target", argv: ["dev", "--target", "jira"], says: ["no target named “jira”"] },
  ])("refuses $of", async ({ argv, says }) => {
    await using office = await openOffice(GROWN);

    const { code, stdout, stderr } = await office.run(["adopt", ...argv, "--yes"]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    for (const said of says) expect(stderr.replace(/\s+/g, " ")).toContain(said);
  });

  it("refuses one that the config never takes over, and names the rule", async () => {
    await using office = await openOffice(GROWN);
    await office.reconfigure("mapping:\n", "mapping:\n  groups: [{ name: dev, adopt: never }]\n");

    const { code, stderr } = await office.run(["adopt", "dev", "--yes"]);

    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, " ")).toContain("is left alone (mapping.groups[0])");
  });

  it("takes nothing over while a directory cannot be read", async () => {
    await using office = await openOffice(GROWN);
    office.traffic.add({ fault: { kind: "status", status: 403 }, times: 50 });

    const { code, stdout } = await office.run(["adopt", "--every", "--yes"]);

    expect(code).toBe(1);
    expect(stdout).toMatch(/could not be read/);
  });

  it("needs a state", async () => {
    await using office = await openOffice({ ...GROWN, more: "state: { url: none }\n" });

    const { code, stderr } = await office.run(["adopt", "dev", "--yes"]);

    expect(code).toBe(1);
    expect(stderr).toContain("This command needs a state");
  });
});

describe("a group that usersync keeps", () => {
  it("is let go by hand, stays as it is, and is left alone by a rule that says never", async () => {
    await using office = await openOffice(GROWN);
    await office.run(["adopt", "--every", "--yes"]);
    await office.run(["run"]);

    const asked = await office.answer(["adopt", "--release", "DEV", "new"], "n\r");
    const { code, stdout } = await office.run(["adopt", "--release", "dev", "--yes"]);
    const history = await office.run(["history", "3"]);
    const waits = await office.run(["plan"]);
    await office.reconfigure("mapping:\n", "mapping:\n  groups: [{ name: dev, adopt: never }]\n");
    const alone = await office.run(["plan"]);

    expect(asked.stderr).toContain("Let these 2 groups go?");
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Done: 1 group released/),
    });
    expect(stdout).toContain("They stay as they are, and wait from then on.");
    expect(history.stdout).toContain("release group dev");
    expect(waits.stdout).toContain("usersync adopt dev --target crowd");
    expect(alone.stdout).toMatch(/was here before usersync, and is left alone/);
    expect(membersOf(office, "dev")).toEqual(["ada", "bob", "local"]);
  });

  it.each([
    { of: "no name", argv: [], says: "--release needs the names of groups." },
    { of: "a group that is not kept", argv: ["it's ops"], says: "No group “it's ops” is kept in step." },
    { of: "a name with a letter too many", argv: ["neww"], says: "usersync adopt --release new" },
  ])("is not let go by $of", async ({ argv, says }) => {
    await using office = await openOffice(GROWN);
    await office.run(["run"]);

    const { code, stderr } = await office.run(["adopt", "--release", ...argv, "--yes"]);

    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, " ")).toContain(says);
  });

  it("story 30: is let go when its group in Entra is deleted, and its members keep what it gives", async () => {
    await using office = await openOffice({ ...GROWN, groups: [] });
    await office.run(["run"]);
    await office.employ([person(1, "ada"), person(2, "bob"), person(3, "cleo")], [team(12, "new", [3])]);

    const run = await office.run(["run"]);
    const next = await office.run(["run"]);

    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/Groups released +2\n +≠ Dev +no longer in scope +Dev/);
    expect(membersOf(office, "Dev")).toEqual(["ada", "bob"]);
    expect(next.stdout).toContain("No changes.");
  });

  it("is emptied first where the config says so", async () => {
    await using office = await openOffice({ ...GROWN, groups: [] });
    await office.reconfigure("mapping:\n", "mapping:\n  groups: [{ name: dev, onLeave: empty }]\n");
    await office.run(["run"]);
    await office.employ([person(1, "ada"), person(2, "bob"), person(3, "cleo")], [team(12, "new", [3])]);

    const run = await office.run(["run"]);

    expect(run.code).toBe(0);
    expect([membersOf(office, "Dev"), membersOf(office, "new")]).toEqual([[], ["cleo"]]);
    expect((await office.run(["run"])).stdout).toContain("No changes.");
  });

  it("is followed by its id when Entra renames it, and made anew only where the config says so", async () => {
    await using office = await openOffice({ ...GROWN, groups: [] });
    await office.run(["run"]);
    const everybody = [person(1, "ada"), person(2, "bob"), person(3, "cleo")];
    await office.employ(everybody, [team(11, "Builders", [1, 2, 3]), team(12, "new", [3])]);

    const kept = await office.run(["run"]);
    const again = await office.run(["run"]);
    const between = [membersOf(office, "Dev"), findGroup(office.crowd, "Builders")];
    await office.reconfigure("mapping:\n", "mapping:\n  groups: [{ name: Dev, onRename: recreate }]\n");
    const made = await office.run(["run"]);

    expect(kept).toMatchObject({ code: 0, stdout: expect.stringMatching(/Entra\s+calls\s+it\s+"Builders"/) });
    expect(again.stdout).toContain("No changes.");
    expect(between).toEqual([["ada", "bob", "cleo"], undefined]);
    expect(made.stdout).toMatch(/renamed in Entra/);
    expect([membersOf(office, "Builders"), membersOf(office, "Dev")]).toEqual([
      ["ada", "bob", "cleo"],
      ["ada", "bob", "cleo"],
    ]);
  });

  it("waits again after the state was lost, and one command takes all of them over", async () => {
    await using office = await openOffice({ ...GROWN, groups: [] });
    await office.run(["run"]);
    await office.reconfigure("targets:\n", "state: { url: 'file:lost.db' }\ntargets:\n");

    const lost = await office.run(["run"]);
    await office.run(["adopt", "--every", "--yes"]);
    const found = await office.run(["run"]);

    expect(lost.code).toBe(4);
    expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining("No changes.") });
  });
});
