import { describe, expect, it } from "vitest";
import type { Desired } from "../../src/model/desired.ts";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { PlannedOperation } from "../../src/model/plan.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import {
  account,
  CAPABILITIES,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  EVERYTHING,
  NO_LIMITS,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

/** An operation in one line: `update ada: username ada→ada.king (withheld by limits.update)`. */
function inWords(operation: PlannedOperation): string {
  const user = "user" in operation ? operation.user.username : "";
  const group = "group" in operation ? operation.group.name : "";
  const subject = [user, group].filter((part) => part !== "").join(" in ");
  const changes =
    operation.kind === "update"
      ? `: ${operation.changes.map(({ field, from, to }) => `${field} ${from}→${to}`).join(", ")}`
      : "";
  const why = operation.kind === "disable" || operation.kind === "add-member" ? ` (${operation.reason})` : "";
  const by = operation.kind === "link" ? ` by ${operation.matchedBy}` : "";
  const withheld = operation.status === "withheld" ? ` [${operation.withheldBy}]` : "";
  return `${operation.kind} ${subject}${changes}${by}${why}${withheld}`;
}

function planOf(wanted: Partial<Desired>, current: DirectorySnapshot, overrides: Partial<PlanRules> = {}) {
  return makePlan(desired(wanted), current, rules(overrides));
}

const steps = (...given: Parameters<typeof planOf>) => planOf(...given).operations.map(inWords);
const notes = (...given: Parameters<typeof planOf>) =>
  planOf(...given).notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`);
const name = (username: string) => ({ username: username as Username });

describe("people and their linked accounts", () => {
  it.each<{ rule: string; wanted: Partial<Desired>; accounts: Account[]; plan: string[] }>([
    {
      rule: "somebody new is imported",
      wanted: { users: [desiredUser("ada")] },
      accounts: [],
      plan: ["import ada"],
    },
    {
      rule: "somebody in step needs nothing",
      wanted: { users: [desiredUser("ada")] },
      accounts: [account("ada")],
      plan: [],
    },
    {
      rule: "story 26: a new name is an update of the same account, not a second one",
      wanted: { users: [desiredUser("ada", { ...name("ada.king"), email: "king@x.io" })] },
      accounts: [account("ada")],
      plan: ["update ada: username ada→ada.king, email ada@example.com→king@x.io"],
    },
    {
      rule: "a value that Entra does not have is left as it is",
      wanted: {
        users: [{ ...desiredUser("ada"), displayName: "Ada" }].map(({ givenName: _, ...user }) => user),
      },
      accounts: [account("ada")],
      plan: ["update ada: displayName ada→Ada"],
    },
    {
      rule: "a value that the directory does not have is written",
      wanted: { users: [desiredUser("ada")] },
      accounts: [account("ada")].map(({ familyName: _, ...rest }) => rest),
      plan: ["update ada: familyName →Example"],
    },
    {
      rule: "story 16: case of names and addresses, blanks and composition alone are no difference",
      wanted: { users: [desiredUser("ada", { displayName: "Zoé" })] },
      accounts: [account("ada", { ...name("ADA"), email: "Ada@Example.com", displayName: " Zoe\u0301 " })],
      plan: [],
    },
    {
      rule: "somebody disabled in Entra is disabled, and not updated",
      wanted: { users: [desiredUser("ada", { active: false, displayName: "Gone" })] },
      accounts: [account("ada")],
      plan: ["disable ada (disabled-in-source)"],
    },
    {
      rule: "somebody known by id alone is disabled too",
      wanted: { leavers: new Map([[sourceId("ada"), "disabled-in-source"]]) },
      accounts: [account("ada")],
      plan: ["disable ada (disabled-in-source)"],
    },
    {
      rule: "somebody out of scope is disabled",
      wanted: { leavers: new Map([[sourceId("ada"), "left-scope"]]) },
      accounts: [account("ada")],
      plan: ["disable ada (left-scope)"],
    },
    {
      rule: "story 27: a managed account without a person is disabled",
      wanted: {},
      accounts: [account("ada")],
      plan: ["disable ada (deleted-in-source)"],
    },
    {
      rule: "where the source was only asked for some, the person left the scope",
      wanted: { missing: "left-scope" },
      accounts: [account("ada")],
      plan: ["disable ada (left-scope)"],
    },
    {
      rule: "who is disabled already stays so",
      wanted: {},
      accounts: [account("ada", { active: false })],
      plan: [],
    },
    {
      rule: "who returns is enabled, then updated",
      wanted: { users: [desiredUser("ada", { displayName: "Ada" })] },
      accounts: [account("ada", { active: false })],
      plan: ["enable ada", "update ada: displayName ada→Ada"],
    },
    {
      rule: "who may or may not be enabled is neither imported, enabled nor disabled, but updated",
      wanted: {
        users: ["new", "ada", "bob"].map((one) =>
          desiredUser(one, { active: null, displayName: one === "bob" ? "Bob" : one }),
        ),
      },
      accounts: [account("ada", { active: false }), account("bob")],
      plan: ["update bob: displayName bob→Bob"],
    },
    {
      rule: "story 38: an account that nobody linked is left alone",
      wanted: {},
      accounts: [stranger("root")],
      plan: [],
    },
    {
      rule: "an account that the directory calls neither active nor inactive is not enabled",
      wanted: { users: [desiredUser("ada")] },
      accounts: [account("ada", { active: null })],
      plan: [],
    },
  ])("$rule", ({ wanted, accounts, plan }) => {
    expect(steps(wanted, directory(accounts))).toEqual(plan);
  });

  it("an unknown state that should be disabled is a note", () => {
    expect(notes({}, directory([account("ada", { active: null })]))).toEqual([
      "unsupported ada: should be disabled, but the directory does not say whether it is active; look at it by hand",
    ]);
  });

  it("only attributes that the directory has are written", () => {
    const capabilities = { ...CAPABILITIES, fields: ["username", "email"] as const };
    const plan = planOf({ users: [desiredUser("ada")] }, directory(), { capabilities });

    expect(plan.operations).toEqual([
      {
        id: `cloud:import:${sourceId("ada")}`,
        kind: "import",
        user: { username: "ada", sourceId: sourceId("ada") },
        changes: [
          { field: "username", from: "", to: "ada" },
          { field: "email", from: "", to: "ada@example.com" },
        ],
        reason: "not-in-target",
        status: "planned",
      },
    ]);
  });
});

describe("matching accounts that nobody linked", () => {
  it.each<{ rule: string; wanted: Partial<Desired>; accounts: Account[]; plan: string[]; said?: string[] }>([
    {
      rule: "by username, without case",
      wanted: { users: [desiredUser("ada")] },
      accounts: [stranger("x", { ...name("ADA"), email: "other@x.io" })],
      plan: [
        "link ADA by username",
        "update ADA: email other@x.io→ada@example.com, displayName x→ada, givenName x→ada",
      ],
    },
    {
      rule: "by e-mail, when one account and one person have it",
      wanted: { users: [desiredUser("ada", { displayName: "x", givenName: "x" })] },
      accounts: [stranger("x", { email: "ADA@example.com" })],
      plan: ["link x by email", "update x: username x→ada"],
    },
    {
      rule: "a username goes before an e-mail",
      wanted: { users: [desiredUser("ada"), desiredUser("bob", { email: "ada@x.io" })] },
      accounts: [stranger("ada", { email: "ada@x.io" })],
      plan: ["link ada by username", "update ada: email ada@x.io→ada@example.com", "import bob"],
    },
    {
      rule: "an account without e-mail is only found by its name",
      wanted: { users: [desiredUser("bob")] },
      accounts: [stranger("ada")].map(({ email: _, ...rest }) => rest),
      plan: ["import bob"],
    },
    {
      rule: "somebody disabled is linked, and disabled",
      wanted: { users: [desiredUser("ada", { active: false })] },
      accounts: [stranger("ada")],
      plan: ["link ada by username", "disable ada (disabled-in-source)"],
    },
    {
      rule: "somebody disabled without an account is not imported",
      wanted: { users: [desiredUser("ada", { active: false })] },
      accounts: [],
      plan: [],
      said: ["excluded ada: disabled in Entra, and has no account here"],
    },
    {
      rule: "two accounts that differ only in case are nobody's",
      wanted: { users: [desiredUser("ada")] },
      accounts: [stranger("ada"), stranger("x", name("Ada"))],
      plan: [],
      said: ["ambiguous-match ada: several accounts have this username: Ada, ada"],
    },
    {
      rule: "two accounts with the e-mail are nobody's",
      wanted: { users: [desiredUser("ada")] },
      accounts: [stranger("x", { email: "ada@example.com" }), stranger("y", { email: "ada@example.com" })],
      plan: [],
      said: ["ambiguous-match ada: the e-mail does not tell whose account it is: x, y"],
    },
    {
      rule: "an e-mail that two people have says nothing",
      wanted: { users: ["ada", "bob"].map((one) => desiredUser(one, { email: "team@x.io" })) },
      accounts: [stranger("x", { email: "team@x.io" })],
      plan: [],
      said: [
        "ambiguous-match ada: the e-mail does not tell whose account it is: x",
        "ambiguous-match bob: the e-mail does not tell whose account it is: x",
      ],
    },
    {
      rule: "story 47: a rehire under a new id does not take over the old account",
      wanted: { users: [desiredUser("ada2", { email: "ada@example.com" })] },
      accounts: [account("ada", { active: false })],
      plan: [],
      said: [
        `ambiguous-match ada2: the account "ada" has this e-mail and belongs to Entra user ${sourceId("ada")}, who is gone or disabled; not taken for a new person. If it is the same person: usersync link ${sourceId("ada2")} ada --target cloud`,
      ],
    },
    {
      rule: "story 47: not by the old username either",
      wanted: { users: [desiredUser("new", { ...name("ada"), email: "new@x.io" })] },
      accounts: [account("ada", { active: false })],
      plan: [],
      said: [
        `ambiguous-match ada: the account "ada" has this username and belongs to Entra user ${sourceId("ada")}, who is gone or disabled; not taken for a new person. If it is the same person: usersync link ${sourceId("new")} ada --target cloud`,
      ],
    },
    {
      rule: "two accounts linked to one person are left alone, and so is the person",
      wanted: { users: [desiredUser("ada", { displayName: "Ada" })] },
      accounts: [
        account("ada"),
        account("x", { link: sourceId("ada") }),
        account("y", { link: sourceId("ada") }),
      ],
      plan: [],
      said: [
        "ambiguous-match ada, x, y: several accounts are linked to one Entra user; remove the link of all but one",
      ],
    },
    {
      rule: "somebody whose name collides is left alone, account and all",
      wanted: { untouchable: new Set([sourceId("ada")]) },
      accounts: [account("ada")],
      plan: [],
    },
    {
      rule: "the account of somebody whose name collides does not stand for a rehire",
      wanted: {
        users: [desiredUser("bob", { email: "ada@example.com" })],
        untouchable: new Set([sourceId("ada")]),
      },
      accounts: [account("ada")],
      plan: [],
      said: ['collision bob: the e-mail "ada@example.com" is held by the account "ada", which keeps it'],
    },
  ])("$rule", ({ wanted, accounts, plan, said }) => {
    const capabilities = { ...CAPABILITIES, requiresEmail: false };

    expect(steps(wanted, directory(accounts), { capabilities })).toEqual(plan);
    expect(notes(wanted, directory(accounts), { capabilities })).toEqual(said ?? []);
  });

  it("a person without an e-mail is matched by username only", () => {
    const { email: _, ...user } = desiredUser("ada");

    expect(steps({ users: [user] }, directory([stranger("x")]))).toEqual(["import ada"]);
  });

  it("somebody without an e-mail does not count among those who have it", () => {
    const { email: _, ...bob } = desiredUser("bob");
    const current = directory([stranger("x", { email: "ada@example.com" }), account("bob")]);

    expect(steps({ users: [desiredUser("ada"), bob] }, current)[0]).toBe("link x by email");
  });

  it("one e-mail may serve several, where the directory shares it", () => {
    const capabilities = { ...CAPABILITIES, email: "shared" as const };
    const users = ["ada", "bob"].map((one) => desiredUser(one, { email: "team@x.io" }));

    expect(steps({ users }, directory([account("ada", { email: "team@x.io" })]), { capabilities })).toEqual([
      "import bob",
    ]);
  });
});

describe("protected accounts", () => {
  const protect = { users: ["admin", "svc-*"], groups: ["site-admins"] };

  it.each<{ rule: string; wanted: Partial<Desired>; accounts: Account[]; said: string[] }>([
    {
      rule: "are not disabled",
      wanted: {},
      accounts: [account("admin")],
      said: ["protected admin: protect.users"],
    },
    {
      rule: "are not taken over",
      wanted: { users: [desiredUser("x", name("Admin"))] },
      accounts: [stranger("admin")],
      said: ["protected Admin: protect.users"],
    },
    {
      rule: "are not created",
      wanted: { users: [desiredUser("svc-build")] },
      accounts: [],
      said: ["protected svc-build: protect.users"],
    },
    {
      rule: "are nobody's new name, and whoever would get it keeps the old one",
      wanted: { users: [desiredUser("ada", name("admin"))] },
      accounts: [account("ada")],
      said: ["protected admin: protect.users"],
    },
    {
      rule: "are found by no e-mail",
      wanted: { users: [desiredUser("ada")] },
      accounts: [stranger("admin", { email: "ada@example.com" })],
      said: ['collision ada: the e-mail "ada@example.com" is held by the account "admin", which keeps it'],
    },
    {
      rule: "that nobody asks for are not worth a note",
      wanted: {},
      accounts: [stranger("admin")],
      said: [],
    },
  ])("$rule", ({ wanted, accounts, said }) => {
    expect(steps(wanted, directory(accounts), { protect })).toEqual([]);
    expect(notes(wanted, directory(accounts), { protect })).toEqual(said);
  });

  it("keep their memberships, and protected groups their members", () => {
    const current = directory(
      [account("admin"), account("ada")],
      [directoryGroup("dev", ["admin"]), directoryGroup("Site-Admins", ["admin"])],
    );
    const wanted = {
      users: [desiredUser("ada"), desiredUser("admin")],
      groups: [desiredGroup("dev"), desiredGroup("site-admins", ["ada"])],
    };

    expect(steps(wanted, current, { protect })).toEqual([]);
    expect(notes(wanted, current, { protect })).toEqual([
      "protected admin: protect.users",
      "protected site-admins: protect.groups",
    ]);
  });

  it("keep others from an account whose namesake must be left alone", () => {
    const twin = [account("ada"), account("x", { ...name("bob"), link: sourceId("ada") })];

    expect(notes({ users: [desiredUser("bob")] }, directory(twin))).toContain(
      'ambiguous-match bob: the account "bob" is to be left alone',
    );
  });
});

describe("names that another account holds", () => {
  const users = (...drafts: [id: string, username: string, email?: string][]) =>
    drafts.map(([id, username, email]) =>
      desiredUser(id, { ...name(username), email: email ?? `${id}@example.com`, displayName: id }),
    );

  it("an account gives its name up before somebody new takes it", () => {
    expect(steps({ users: users(["ada", "ada.king"], ["new", "ada"]) }, directory([account("ada")]))).toEqual(
      ["update ada: username ada→ada.king", "import ada"],
    );
  });

  it("one account can give way to two newcomers", () => {
    const wanted = users(["a", "x", "x@x.io"], ["new1", "a"], ["new2", "c", "a@example.com"]);

    expect(steps({ users: wanted }, directory([account("a")]))).toEqual([
      "update a: username a→x, email a@example.com→x@x.io",
      "import a",
      "import c",
    ]);
  });

  it("a queue of renames goes from its free end", () => {
    const wanted = users(["a", "b"], ["b", "c"], ["c", "d"], ["new", "a"]);

    expect(steps({ users: wanted }, directory(["a", "b", "c"].map((one) => account(one))))).toEqual([
      "update c: username c→d",
      "update b: username b→c",
      "update a: username a→b",
      "import a",
    ]);
  });

  it("two who would swap keep their names and get the rest", () => {
    const swap = [desiredUser("a", { ...name("b"), displayName: "A" }), desiredUser("b", name("a"))];
    const current = directory([account("a"), account("b", { displayName: "b" })]);

    expect(steps({ users: swap }, current)).toEqual(["update a: displayName a→A", "update b: "].slice(0, 1));
    expect(notes({ users: swap }, current)).toEqual([
      'collision a: the username "b" waits for an account that waits for this one; give one of them another username by hand',
      'collision b: the username "a" waits for an account that waits for this one; give one of them another username by hand',
    ]);
  });

  it("an e-mail that goes round in a ring is said too", () => {
    const swap = [desiredUser("a", { email: "b@example.com" }), desiredUser("b", { email: "a@example.com" })];

    expect(notes({ users: swap }, directory([account("a"), account("b")]))[0]).toBe(
      'collision a: the e-mail "b@example.com" waits for an account that waits for this one; give one of them another e-mail by hand',
    );
  });

  it("two who wait for each other's username and e-mail are written one name at a time", () => {
    const wanted = [
      desiredUser("a", { ...name("x"), email: "b@example.com", displayName: "A" }),
      desiredUser("b", { ...name("a"), email: "y@x.io" }),
      desiredUser("c", { displayName: "C" }),
    ];

    expect(steps({ users: wanted }, directory(["a", "b", "c"].map((one) => account(one))))).toEqual([
      "update a: displayName a→A",
      "update a: username a→x",
      "update b: email b@example.com→y@x.io",
      "update c: displayName c→C",
      "update a: email a@example.com→b@example.com",
      "update b: username b→a",
    ]);
  });

  it("somebody new at the end of a ring waits too", () => {
    const wanted = users(["a", "b"], ["b", "a"], ["new", "c", "a@example.com"]);
    const mails = [account("a", { email: "a@example.com" }), account("b")];

    expect(
      steps(
        {
          users: wanted.map((user) =>
            user.sourceId === sourceId("a") ? { ...user, email: "z@x.io" } : user,
          ),
        },
        directory(mails),
      ),
    ).toEqual(["update a: email a@example.com→z@x.io", "import c"]);
  });

  it("dropping one change can keep another name taken", () => {
    const wanted = users(["a", "root"], ["new", "a"]);
    const current = directory([account("a"), stranger("root", { email: "root@x.io" })]);

    expect(steps({ users: wanted }, current)).toEqual([]);
    expect(notes({ users: wanted }, current)).toEqual([
      'collision a: the username "a" is held by the account "a", which keeps it',
      'collision a: the username "root" is held by the account "root", which keeps it',
    ]);
  });

  it("an update without its new username goes on with the rest", () => {
    const wanted = [desiredUser("a", { ...name("root"), displayName: "A" })];
    const current = directory([account("a"), stranger("root", { email: "root@x.io" })]);

    expect(steps({ users: wanted }, current)).toEqual(["update a: displayName a→A"]);
  });
});

describe("groups", () => {
  const people = [desiredUser("ada"), desiredUser("bob")];
  const accounts = [account("ada"), account("bob")];

  it.each<{ rule: string; wanted: Partial<Desired>; current: DirectorySnapshot; plan: string[] }>([
    {
      rule: "are created and filled, new people included",
      wanted: {
        users: [...people, desiredUser("new")],
        groups: [desiredGroup("dev", ["ada", "new", "unknown"])],
      },
      current: directory(accounts),
      plan: [
        "create-group dev",
        "import new",
        "add-member ada in dev (member-in-source)",
        "add-member new in dev (member-in-source)",
      ],
    },
    {
      rule: "have the members that Entra says, and no other",
      wanted: { users: people, groups: [desiredGroup("DEV", ["ada"])] },
      current: directory(accounts, [directoryGroup("dev", ["bob"])]),
      plan: ["add-member ada in dev (member-in-source)", "remove-member bob in dev"],
    },
    {
      rule: "keep members that are unmanaged",
      wanted: { users: people, groups: [desiredGroup("dev", ["ada"])] },
      current: directory([...accounts, stranger("root")], [directoryGroup("dev", ["ada", "root"])]),
      plan: [],
    },
    {
      rule: "stories 31 and 32: who is disabled or returns gets their memberships in the same plan, after the enabling",
      wanted: {
        users: [desiredUser("ada"), desiredUser("bob", { active: false })],
        groups: [desiredGroup("dev", ["ada"]), desiredGroup("ops", ["bob"])],
      },
      current: directory(
        [account("ada", { active: false }), account("bob")],
        [directoryGroup("dev", ["bob"]), directoryGroup("ops")],
      ),
      plan: [
        "enable ada",
        "add-member ada in dev (member-in-source)",
        "add-member bob in ops (member-in-source)",
        "remove-member bob in dev",
        "disable bob (disabled-in-source)",
      ],
    },
    {
      rule: "lose who left",
      wanted: { groups: [desiredGroup("dev")] },
      current: directory([account("ada")], [directoryGroup("dev", ["ada"])]),
      plan: ["remove-member ada in dev", "disable ada (deleted-in-source)"],
    },
    {
      rule: "keep somebody disabled who is still a member in Entra",
      wanted: {
        leavers: new Map([[sourceId("ada"), "disabled-in-source"]]),
        groups: [desiredGroup("dev", ["ada"])],
      },
      current: directory([account("ada", { active: false })], [directoryGroup("dev", ["ada"])]),
      plan: [],
    },
    {
      rule: "story 42: that Entra does not name are not looked at",
      wanted: { users: people },
      current: directory(accounts, [directoryGroup("local", ["ada"])]),
      plan: [],
    },
    {
      rule: "story 5: that the directory or somebody else made are never changed nor deleted",
      wanted: { users: people, groups: [desiredGroup("dev", ["ada", "bob"])] },
      current: directory(accounts, [
        directoryGroup("dev", ["ada", "bob"]),
        directoryGroup("site-admins", ["ada"]),
        directoryGroup("empty"),
      ]),
      plan: [],
    },
    {
      rule: "that are only added to lose nobody whom Entra does not name",
      wanted: {
        users: people,
        groups: [desiredGroup("dev", ["ada"], { additive: true, keeps: "mapping.groups[0]" })],
      },
      current: directory(accounts, [directoryGroup("dev", ["bob"])]),
      plan: ["add-member ada in dev (member-in-source)"],
    },
    {
      rule: "for everybody take everybody who is active, and lose nobody",
      wanted: {
        users: [...people, desiredUser("new"), desiredUser("off", { active: false })],
        groups: [desiredGroup("all", [], { everybody: true, additive: true })],
      },
      current: directory(
        [...accounts, account("off", { active: false })],
        [directoryGroup("all", ["off", "ada"])],
      ),
      plan: ["import new", "add-member bob in all (default-group)", "add-member new in all (default-group)"],
    },
    {
      rule: "for new people take only who is imported now",
      wanted: {
        users: [...people, desiredUser("new")],
        groups: [desiredGroup("starters", [], { newcomers: true, additive: true })],
      },
      current: directory(accounts, [directoryGroup("starters")]),
      plan: ["import new", "add-member new in starters (default-group)"],
    },
    {
      rule: "reach an account that is linked in the same plan",
      wanted: { users: [desiredUser("ada"), desiredUser("bob")], groups: [desiredGroup("dev", ["ada"])] },
      current: directory([stranger("ada"), stranger("bob")], [directoryGroup("dev", ["bob"])]),
      plan: [
        "link ada by username",
        "link bob by username",
        "add-member ada in dev (member-in-source)",
        "remove-member bob in dev",
      ],
    },
  ])("$rule", ({ wanted, current, plan }) => {
    expect(steps(wanted, current)).toEqual(plan);
  });

  it.each([
    {
      rule: "reserved names",
      group: "jira-software-users-acme",
      said: "unsupported jira-software-users-acme: the directory keeps this name for a group of its own; map it to another",
    },
    {
      rule: "two that differ only in case",
      group: "dev",
      said: "ambiguous-match dev: several groups differ only in case",
    },
  ])("refuses $rule", ({ group, said }) => {
    const current = directory(accounts, [directoryGroup("dev"), directoryGroup("Dev")]);
    const wanted = { users: people, groups: [desiredGroup(group, ["ada"])] };

    expect(steps(wanted, current)).toEqual([]);
    expect(notes(wanted, current)).toEqual([said]);
  });

  it.each([
    { members: ["root"], said: "1 member is an account" },
    { members: ["root", "local"], said: "2 members are accounts" },
  ])("says that $members are unmanaged", ({ members, said }) => {
    const current = directory([stranger("root"), stranger("local")], [directoryGroup("dev", members)]);

    expect(notes({ groups: [desiredGroup("dev")] }, current)).toEqual([
      `unmanaged dev: ${said} that usersync does not manage; left in the group`,
    ]);
  });

  it("are not created when that is switched off, nor filled", () => {
    const operations = { ...EVERYTHING, createGroups: false };
    const wanted = { users: people, groups: [desiredGroup("dev", ["ada"])] };

    expect(steps(wanted, directory(accounts), { operations })).toEqual([]);
    expect(notes(wanted, directory(accounts), { operations })).toEqual([
      "switched-off dev: does not exist, and operations.createGroups is off",
    ]);
  });
});

describe("switches", () => {
  const OFF = {
    import: false,
    update: false,
    enable: false,
    disable: false,
    createGroups: true,
    addMembers: false,
    removeMembers: false,
  };

  it("take out what they name, with a note for each", () => {
    const wanted = {
      users: [desiredUser("new"), desiredUser("ada", { displayName: "Ada" }), desiredUser("bob")],
      groups: [desiredGroup("dev", ["ada", "new"]), desiredGroup("ops")],
    };
    const current = directory(
      [account("ada"), account("bob", { active: false }), account("eve")],
      [directoryGroup("dev", ["bob"])],
    );

    expect(steps(wanted, current, { operations: OFF })).toEqual(["create-group ops"]);
    expect(notes(wanted, current, { operations: OFF })).toEqual([
      "switched-off ada: update (operations.update is off)",
      "switched-off ada in dev: add-member (operations.addMembers is off)",
      "switched-off bob: enable (operations.enable is off)",
      "switched-off bob in dev: remove-member (operations.removeMembers is off)",
      "switched-off eve: disable (operations.disable is off)",
      "switched-off new: import (operations.import is off)",
    ]);
  });
});

describe("what the plan says of itself", () => {
  it("counts what was read", () => {
    const current = directory([account("ada"), stranger("root")], [directoryGroup("dev", ["ada", "root"])]);

    expect(planOf({ users: [desiredUser("ada")] }, current)).toMatchObject({
      name: "cloud",
      type: "atlassian-cloud",
      read: { users: 2, groups: 1, memberships: 2 },
      incomplete: [],
    });
  });

  it("says which groups were not read to their end", () => {
    const groups = [desiredGroup("ops"), desiredGroup("dev", [], { incomplete: "page 3 was lost" })];

    expect(planOf({ groups }, directory()).incomplete).toEqual(['group "dev": page 3 was lost']);
  });

  it("story 3: an empty answer of the source is no reason to disable anybody", () => {
    const accounts = Array.from({ length: 300 }, (_, index) => account(`u${index}`));

    const plan = planOf({ population: 0 }, directory(accounts));

    expect(plan.operations).toEqual([]);
    expect(plan.error).toMatchObject({ code: "INCOMPLETE_READ" });
    expect(plan.error?.message).toMatch(
      /^The source gave no users at all, but 300 accounts here belong to people of it\./,
    );
    expect(plan.error?.fix).toMatch(/source\.users.*source\.path.*`usersync check`/);
  });

  it("an empty source and a directory where nothing is managed is fine", () => {
    expect(planOf({ population: 0 }, directory([stranger("root")])).error).toBeUndefined();
  });

  it("has the ids of the accounts in it", () => {
    const plan = planOf(
      { users: [desiredUser("ada", { displayName: "Ada" })] },
      directory([account("ada")]),
      { limits: NO_LIMITS },
    );

    expect(plan.operations[0]).toMatchObject({
      user: { username: "ada", sourceId: sourceId("ada"), targetId: targetId("ada") },
    });
  });
});

it("says how many members a rule of the mapping keeps in a group", () => {
  const kept = desiredGroup("dev", [], { additive: true, keeps: "mapping.groups[1]" });
  const others = desiredGroup("all", [], { everybody: true, additive: true });
  const current = directory(
    [account("ada"), account("bob"), stranger("carl")],
    [directoryGroup("dev", ["ada", "bob", "carl"]), directoryGroup("all", ["ada", "bob", "carl"])],
  );
  const users = [desiredUser("ada"), desiredUser("bob")];

  const { notes } = makePlan(desired({ users, groups: [kept, others] }), current, rules());

  expect(notes).toEqual([
    {
      kind: "switched-off",
      subject: "dev",
      reason: "2 members whom the source does not name stay in the group (mapping.groups[1])",
    },
  ]);
});
