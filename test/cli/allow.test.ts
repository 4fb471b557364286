import { describe, expect, it } from "vitest";
import { findUser } from "../../src/sandbox/crowd/crowd-state.ts";
import { linkedTo, type Office, type OfficeOptions, openOffice, person, team } from "./office.ts";

const NUMBERS = Array.from({ length: 12 }, (_, at) => at + 1);
const people = (numbers: readonly number[]) => numbers.map((number) => person(number, `user${number}`));
const accounts = (numbers: readonly number[]) =>
  numbers.map((number) => ({
    name: `user${number}`,
    email: `user${number}@example.com`,
    displayName: `User${number}`,
    firstName: `user${number}`,
    lastName: "Example",
    ...linkedTo(number),
  }));
const names = (numbers: readonly number[]) => numbers.map((number) => `user${number}`);

interface Situation {
  readonly limit: string;
  readonly options: OfficeOptions;
  /** What happens between a first run, where there is one, and the run that is withheld. */
  readonly before?: (office: Office) => Promise<unknown>;
  readonly allow: readonly string[];
}

const SITUATIONS: readonly Situation[] = [
  {
    limit: "disable",
    options: { people: people([1, 2, 3]), users: accounts(NUMBERS) },
    allow: ["disable=9"],
  },
  {
    limit: "import",
    options: { people: people(NUMBERS), more: "limits: { import: 5 }\n" },
    allow: ["import=12"],
  },
  {
    limit: "update",
    options: {
      people: people([1, 2]),
      users: accounts([1, 2]).map((one) => ({ ...one, displayName: "Old" })),
      more: "limits: { update: 1 }\n",
    },
    allow: ["update=2"],
  },
  {
    limit: "removeMembers",
    options: {
      people: people(NUMBERS),
      users: accounts(NUMBERS),
      sourceGroups: [team(201, "devs", [1, 2, 3, 4, 5])],
      groups: [{ name: "devs", members: names(NUMBERS) }],
      more: "limits: { removeMembersTotal: none }\n",
    },
    allow: ["removeMembers=7"],
  },
  {
    limit: "removeMembersTotal",
    options: {
      people: people(NUMBERS),
      users: accounts(NUMBERS),
      sourceGroups: [team(201, "devs", [1, 2, 3, 4, 5])],
      groups: [{ name: "devs", members: names(NUMBERS) }],
      more: "limits: { removeMembers: none }\n",
    },
    allow: ["removeMembersTotal=7"],
  },
  {
    limit: "emptyGroup",
    options: {
      people: people(NUMBERS),
      users: accounts(NUMBERS),
      sourceGroups: [team(201, "devs", [])],
      groups: [{ name: "devs", members: names(NUMBERS) }],
      more: "limits: { removeMembers: none, removeMembersTotal: none }\n",
    },
    allow: ["emptyGroup"],
  },
  {
    limit: "lastMember",
    options: {
      people: [...people([1, 2]), person(3, "user3", { accountEnabled: false })],
      users: accounts([1, 2, 3]),
      groups: [{ name: "site-admins", members: ["user3"] }],
      more: "limits: { disable: none }\n",
    },
    allow: ["lastMember"],
  },
  {
    limit: "shrinkSource",
    options: { people: people(NUMBERS), more: "limits: { disable: none }\n" },
    before: async (office) => {
      await office.run(["run"]);
      await office.employ(people([1, 2, 3, 4]));
    },
    allow: ["shrinkSource=8"],
  },
];

describe("--allow", () => {
  it.each(SITUATIONS)("lets limits.$limit through once, in the plan as in the run", async (situation) => {
    const { limit, options, before, allow } = situation;
    await using office = await openOffice(options);
    await before?.(office);
    const flags = allow.flatMap((one) => ["--allow", one]);

    const held = await office.run(["plan"]);
    const plan = await office.run(["plan", ...flags]);
    const untouched = await office.run(["run"]);
    const run = await office.run(["run", ...flags]);
    const after = await office.run(["plan", "--detailed-exitcode"]);

    expect([held.code, plan.code, untouched.code, run.code, after.code]).toEqual([4, 0, 4, 0, 0]);
    expect(held.stdout).toContain(`(limits.${limit})`);
    expect(held.stdout.replaceAll(/\s+/g, " ")).toContain(`run once with --allow ${allow[0]}`);
    expect(plan.stdout).not.toContain("Withheld");
  });

  it("holds for one run: the next is held back as before", async () => {
    await using office = await openOffice({ people: people(NUMBERS.slice(0, 8)), users: accounts(NUMBERS) });

    const first = await office.run(["run", "--allow", "disable=4"]);
    await office.employ(people([1, 2, 3, 4, 5, 6]));
    const second = await office.run(["run"]);

    expect([first.code, second.code]).toEqual([0, 4]);
    expect(findUser(office.crowd, "user8")?.active).toBe(true);
  });

  it("is no setting: what was planned with it can be applied without it", async () => {
    await using office = await openOffice({ people: people([1, 2, 3]), users: accounts(NUMBERS) });
    await office.run(["plan", "--allow", "disable=9", "--out", "plan.json"]);

    const { code } = await office.run(["apply", "plan.json"]);

    expect(code).toBe(0);
    expect(findUser(office.crowd, "user12")?.active).toBe(false);
  });

  it.each([
    { of: "an unknown limit", argv: ["--allow", "disables=5"], says: "There is no limit named “disables”." },
    {
      of: "a word close to a limit",
      argv: ["--allow", "removeMember=5"],
      says: "Did you mean removeMembers?",
    },
    { of: "no value", argv: ["--allow", "disable"], says: "--allow disable needs a value." },
    { of: "an empty value", argv: ["--allow", "disable="], says: "--allow disable=" },
    { of: "a value below zero", argv: ["--allow", "disable=-4"], says: "--allow disable=-4 is below zero." },
    { of: "a value that is none", argv: ["--allow", "import=many"], says: "--allow import=many" },
    {
      of: "a value where none belongs",
      argv: ["--allow", "ownAccount=5"],
      says: "--allow ownAccount takes no value.",
    },
    {
      of: "a schedule",
      argv: ["--allow", "disable=5", "--cron", "* * * * *"],
      says: "--allow and --cron do not go together.",
    },
  ])("refuses $of before anything is read", async ({ argv, says }) => {
    await using office = await openOffice({ people: people([1]) });

    const { code, stdout, stderr } = await office.run(["run", ...argv]);

    expect({ code, stdout, sent: office.traffic.requests }).toEqual({ code: 1, stdout: "", sent: [] });
    expect(stderr).toContain(says);
  });
});

describe("a config that shrinks the scope", () => {
  it("story 45: a changed rule that drops many people disables nobody, and the difference is shown", async () => {
    const guests = NUMBERS.map((number) =>
      person(number, `user${number}`, number > 4 ? { userType: "Guest" } : {}),
    );
    await using office = await openOffice({ people: guests, more: "limits: { disable: none }\n" });
    await office.reconfigure("  path: people.json\n", "  path: people.json\n  users: { guests: include }\n");
    expect((await office.run(["run"])).stdout).toContain("12 imported");
    await office.reconfigure("guests: include", "guests: exclude");

    const held = await office.run(["run"]);
    const again = await office.run(["run"]);
    const allowed = await office.run(["run", "--allow", "shrinkScope=8"]);

    expect([held.code, again.code, allowed.code]).toEqual([4, 4, 0]);
    expect(held.stdout).toContain("limits.shrinkScope");
    expect(held.stdout).toContain('source.users.guests: "include" → "exclude"');
    expect(held.stdout.replaceAll(/\s+/g, " ")).toContain("--allow shrinkScope=8");
    expect(allowed.stdout).toContain("8 disabled");
  });
});
