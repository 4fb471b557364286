import { describe, expect, it } from "vitest";
import { where } from "../src/config/schema/where.ts";
import { makeDesired } from "../src/desired/make-desired.ts";
import type { DirectorySnapshot } from "../src/model/directory-snapshot.ts";
import type { Scope } from "../src/model/scope.ts";
import type { Person } from "../src/model/source-snapshot.ts";
import { makePlan, type PlanRules } from "../src/plan/make-plan.ts";
import { linkedTo, type Office, openOffice, person, team } from "./cli/office.ts";
import {
  account,
  CAPABILITIES,
  directory,
  MAPPING,
  NO_LIMITS,
  NO_RULES,
  person as personOf,
  rules,
  snapshot,
  targetId,
} from "./support/people.ts";

const RD = { department: "R&D" };
const SALES = { department: "Sales" };
const NARROWED = "  users: { where: [{ property: department, in: [R&D, IT] }] }\n";
const FILE = "  path: people.json\n";
const NONE = "limits: { disable: none, shrinkScope: none }\n";

/** The config as it was, with a scope that leaves out everybody who is in Sales. */
const narrow = (office: Office) => office.reconfigure(FILE, FILE + NARROWED);
const widen = (office: Office) => office.reconfigure(NARROWED, "");
const isActive = ({ crowd }: Office, name: string) => crowd.users.get(name)?.active;
const membersOf = ({ crowd }: Office, group: string) =>
  [...(crowd.groups.get(group)?.members ?? [])].map(({ name }) => name).sort();

describe("a scope that is narrowed", () => {
  it("story 38: touches no account that is not linked, nor a protected one", async () => {
    await using office = await openOffice({
      people: [person(1, "ada", RD), person(2, "bob", SALES), person(3, "admin", SALES)],
      users: [
        { name: "bob", attributes: linkedTo(2).attributes },
        { name: "admin", attributes: linkedTo(3).attributes },
        { name: "by-hand" },
      ],
      more: `${NONE}protect: { users: [admin] }\n`,
    });
    await narrow(office);

    const { code, stdout } = await office.run(["run"]);

    expect(code).toBe(0);
    expect(stdout).toContain('out of scope by source.users.where[0]: department is "Sales"');
    expect([isActive(office, "bob"), isActive(office, "admin"), isActive(office, "by-hand")]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("story 42: leaves memberships alone in groups that Entra does not name", async () => {
    await using office = await openOffice({
      people: [person(1, "ada", RD), person(2, "bob", SALES)],
      sourceGroups: [team(20, "dev", [1, 2])],
      users: [
        { name: "ada", ...linkedTo(1) },
        { name: "bob", ...linkedTo(2) },
      ],
      groups: [
        { name: "dev", members: ["ada", "bob"] },
        { name: "local", members: ["ada", "bob"] },
      ],
      more: "limits: { disable: none, removeMembers: none, removeMembersTotal: none }\n",
    });
    await narrow(office);

    const { code } = await office.run(["run"]);

    expect(code).toBe(0);
    expect(membersOf(office, "dev")).toEqual(["ada"]);
    expect(membersOf(office, "local")).toEqual(["ada", "bob"]);
  });

  it("story 45: by another rule disables nobody, and shows the rule before and after", async () => {
    const people = Array.from({ length: 12 }, (_, at) =>
      person(at + 1, `user${at + 1}`, at < 4 ? RD : SALES),
    );
    await using office = await openOffice({ people, more: "limits: { disable: none }\n" });
    expect((await office.run(["run"])).code).toBe(0);
    await narrow(office);

    const { code, stdout } = await office.run(["run"]);

    expect(code).toBe(4);
    expect(stdout).toContain("Disable  8  out of scope: 8 by source.users.where[0]");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      String.raw`source.users.where: [] → ["department one of \"R&D\", \"IT\""]`,
    );
    expect([...office.crowd.users.values()].every(({ active }) => active)).toBe(true);
  });

  it("story 32: and widened again enables people and puts them back into their groups, in one run", async () => {
    await using office = await openOffice({
      people: [person(1, "ada", RD), person(2, "bob", SALES)],
      sourceGroups: [team(20, "dev", [1, 2])],
      more: "limits: { disable: none, shrinkScope: none, removeMembers: none, removeMembersTotal: none }\n",
    });
    await office.run(["run"]);
    await narrow(office);
    await office.run(["run"]);
    expect([isActive(office, "bob"), membersOf(office, "dev")]).toEqual([false, ["ada"]]);
    await widen(office);

    const back = await office.run(["run"]);
    const again = await office.run(["plan", "--detailed-exitcode"]);

    expect(back.code).toBe(0);
    expect([isActive(office, "bob"), membersOf(office, "dev")]).toEqual([true, ["ada", "bob"]]);
    expect(again.code).toBe(0);
  });
});

describe("a group that is no longer in scope", () => {
  it("story 30: stays as it is, members and all, and is no longer kept in step", async () => {
    await using office = await openOffice({
      people: [person(1, "ada"), person(2, "bob")],
      sourceGroups: [team(20, "dev", [1, 2]), team(21, "ops", [1])],
    });
    await office.run(["run"]);
    await office.employ([person(1, "ada"), person(2, "bob")], [team(21, "ops", [1, 2])]);

    const { code, stdout } = await office.run(["run", "--json"]);

    const [{ operations } = { operations: [] }] = JSON.parse(stdout).targets as {
      operations: readonly object[];
    }[];
    expect(code).toBe(0);
    expect(operations).toMatchObject([
      { kind: "add-member", group: { name: "ops" }, status: "done" },
      { kind: "release-group", group: { name: "dev" }, reason: "left-scope", status: "done" },
    ]);
    expect([membersOf(office, "dev"), membersOf(office, "ops")]).toEqual([
      ["ada", "bob"],
      ["ada", "bob"],
    ]);
  });
});

/** What a directory would see of people by these rules. */
function planFor(
  people: readonly Person[],
  scope: Partial<Scope>,
  current: DirectorySnapshot,
  more: Partial<PlanRules> = {},
) {
  const options = { mapping: MAPPING, scope: { ...NO_RULES, ...scope }, now: 0, capabilities: CAPABILITIES };
  return makePlan(makeDesired(snapshot({ people }), options), current, rules(more));
}

describe("a rule that drops somebody who must not be lost", () => {
  const people = [personOf("ada"), personOf("svc", { properties: { department: "Robots" } })];
  const scope = { where: where.parse([{ property: "department", absent: true }]) };
  const current = directory(
    [account("ada"), account("svc")],
    [{ id: "g", name: "site-admins", members: [targetId("svc")] }],
  );
  const verdicts = (more: Partial<PlanRules>, snapshotMore: Partial<DirectorySnapshot> = {}) =>
    planFor(people, scope, { ...current, ...snapshotMore }, more).operations.map((operation) => ({
      kind: operation.kind,
      by: operation.status === "withheld" ? operation.withheldBy : operation.status,
      because: "because" in operation ? operation.because : undefined,
    }));
  const because = 'department is "Robots"; wanted: no value (source.users.where[0])';

  it("story 43: the account that usersync signs in with is not disabled", () => {
    const limits = { ...NO_LIMITS, ownAccount: "refuse" } as const;

    expect(verdicts({ limits }, { self: targetId("svc") })).toEqual([
      { kind: "disable", by: "limits.ownAccount", because },
    ]);
  });

  it("story 43: the last member of a protected group is not disabled", () => {
    const limits = { ...NO_LIMITS, lastMember: "refuse" } as const;
    const protect = { users: [], groups: ["site-admins"] };

    expect(verdicts({ limits, protect })).toEqual([{ kind: "disable", by: "limits.lastMember", because }]);
  });
});

describe("two people with one address", () => {
  const sharing = (name: string, department: string) =>
    personOf(name, { properties: { mail: "team@example.com", department } });
  const people = [sharing("ada", "R&D"), sharing("bob", "Sales")];

  it("story 33: are both left alone, and one of them is written once the scope leaves out the other", () => {
    const both = planFor(people, {}, directory());
    const one = planFor(people, { exclude: ["bob@*"] }, directory());

    expect(both.operations).toEqual([]);
    expect(both.notes).toMatchObject([{ kind: "collision" }]);
    expect(one.operations).toMatchObject([{ kind: "import", user: { username: "ada" } }]);
    expect(one.notes).toMatchObject([{ kind: "excluded", reason: "fits bob@* (source.users.exclude)" }]);
  });
});
