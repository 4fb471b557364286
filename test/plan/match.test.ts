import { describe, expect, it } from "vitest";
import type { Desired } from "../../src/model/desired.ts";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import {
  account,
  CAPABILITIES,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

function planOf(wanted: Partial<Desired>, current: DirectorySnapshot, overrides: Partial<PlanRules> = {}) {
  const plan = makePlan(desired(wanted), current, rules(overrides));
  return {
    steps: plan.operations.map((step) => {
      const by = step.kind === "link" ? ` by ${step.matchedBy}` : "";
      const group = "group" in step ? ` ${step.group.name}` : "";
      return `${step.kind}${"user" in step ? ` ${step.user.username}` : ""}${group}${by}`;
    }),
    notes: plan.notes.map(({ subject, reason }) => `${subject}: ${reason}`),
  };
}

/** An account whose link only the state remembers. */
const recalled = (name: string, overrides: Partial<Account> = {}) =>
  account(name, { recalled: true, ...overrides });

describe("an account whose link only the state remembers", () => {
  const users = [desiredUser("ada", { displayName: "Ada" })];

  it("gets it back in a directory that can hold it, before anything else", () => {
    expect(planOf({ users }, directory([recalled("ada")])).steps).toEqual([
      "link ada by state",
      "update ada",
    ]);
  });

  it("needs nothing written in a directory that cannot hold it", () => {
    const capabilities = { ...CAPABILITIES, link: "state" as const };

    expect(planOf({ users }, directory([recalled("ada")]), { capabilities }).steps).toEqual(["update ada"]);
  });

  it("story 26: keeps its person through a change of every name", () => {
    const renamed = [
      desiredUser("ada", { username: "king" as Username, email: "king@x.io", displayName: "A. King" }),
    ];
    const capabilities = { ...CAPABILITIES, link: "state" as const };

    expect(planOf({ users: renamed }, directory([recalled("ada")]), { capabilities })).toEqual({
      steps: ["update ada"],
      notes: [],
    });
  });

  it("story 27: is disabled when its person is gone, though the directory forgot whose it was", () => {
    expect(planOf({}, directory([recalled("ada")])).steps).toEqual(["disable ada"]);
  });
});

describe("somebody who left and comes back under the same id", () => {
  const back = { users: [desiredUser("ada")], groups: [desiredGroup("dev", ["ada"]), desiredGroup("ops")] };

  it("story 31: loses in the same run the groups that they are no longer in", () => {
    const current = directory([account("ada", { active: false })], [directoryGroup("ops", ["ada"])]);

    const { steps } = planOf(back, { ...current, groups: [...current.groups, directoryGroup("dev")] });

    expect(steps).toEqual(["enable ada", "add-member ada dev", "remove-member ada ops"]);
  });

  it("story 31: somebody who is disabled loses them too, and joins others, before coming back", () => {
    const gone = { ...back, users: [desiredUser("ada", { active: false })] };
    const groups = [directoryGroup("ops", ["ada"]), directoryGroup("dev")];

    expect(planOf(gone, directory([account("ada", { active: false })], groups)).steps).toEqual([
      "add-member ada dev",
      "remove-member ada ops",
    ]);
  });

  it("story 32: is enabled first, and then joins", () => {
    const current = directory([account("ada", { active: false })], [directoryGroup("dev")]);

    expect(planOf({ ...back, groups: [desiredGroup("dev", ["ada"])] }, current).steps).toEqual([
      "enable ada",
      "add-member ada dev",
    ]);
  });
});

describe("what an admin took apart", () => {
  const separations = [{ sourceId: sourceId("ada"), targetId: targetId("ada") }];
  const command = `usersync link ${sourceId("ada")} ada --target cloud`;
  const said = `ada: the account "ada" was taken apart from this person by hand. To join them again: ${command}`;

  it.each([
    { rule: "is not put together by the username", user: desiredUser("ada", { email: "other@x.io" }) },
    {
      rule: "nor by the e-mail",
      user: desiredUser("ada", { username: "king" as Username }),
      said: said.replace("ada:", "king:"),
    },
  ])("$rule", ({ user, said: expected = said }) => {
    expect(planOf({ users: [user] }, directory([stranger("ada")]), { separations })).toEqual({
      steps: [],
      notes: [expected],
    });
  });

  it("stays apart under another name, where accounts have a key that survives it", () => {
    const users = [desiredUser("ada", { username: "ada2" as Username })];
    const current = directory([stranger("ada2", { key: "1:7" })]);
    const planWith = (key: string) =>
      planOf({ users }, current, { separations: separations.map((pair) => ({ ...pair, key })) }).notes;

    expect(planWith("1:7")).toEqual([expect.stringContaining('"ada2" was taken apart from this person')]);
    expect(planWith("1:8")).toEqual([]);
  });

  it.each([
    { rule: "somebody else may have the account", who: "bob", account: "ada" },
    { rule: "the person may have another account", who: "ada", account: "x" },
  ])("$rule", ({ who, account: id }) => {
    const user = desiredUser(who, { username: "ada" as Username });
    const current = directory([stranger("ada", { id: targetId(id) })]);

    expect(planOf({ users: [user] }, current, { separations }).steps[0]).toBe("link ada by username");
  });

  it("a link in the directory itself counts more", () => {
    expect(planOf({ users: [desiredUser("ada")] }, directory([account("ada")]), { separations })).toEqual({
      steps: [],
      notes: [],
    });
  });
});

describe("story 47: the command that a note suggests", () => {
  it.each([
    { username: "ada lovelace", target: "cloud", command: "ID 'ada lovelace' --target cloud" },
    { username: "o'neil; rm -rf /", target: "cloud", command: "ID 'o'\\''neil; rm -rf /' --target cloud" },
    { username: "--yes", target: "my cloud", command: "--target 'my cloud' -- ID '--yes'" },
    { username: "ada.k@x.io", target: "cloud", command: "ID ada.k@x.io --target cloud" },
  ])("for $username in $target can be pasted", ({ username, target, command }) => {
    const user = desiredUser("new", { username: username as Username });
    const former = account("old", { username: username as Username, active: false });

    const { steps, notes } = planOf({ users: [user] }, directory([former]), { name: target });

    expect(steps).toEqual([]);
    expect(notes[0]?.split("usersync link ")[1]?.replace(sourceId("new"), "ID")).toBe(command);
  });

  it("a username that somebody live gives up in the same plan is waited for", () => {
    const users = [
      desiredUser("old", { username: "old.new" as Username }),
      desiredUser("new", { username: "old" as Username }),
    ];

    expect(planOf({ users }, directory([account("old")])).steps).toEqual(["update old", "import old"]);
  });
});

it.each([
  { order: "one way", accounts: [account("old1"), account("old2")] },
  { order: "the other way", accounts: [account("old2"), account("old1")] },
])("of several accounts of former owners of an e-mail the same one is named, $order", ({ accounts }) => {
  const email = "ada@example.com";
  const capabilities = { ...CAPABILITIES, email: "shared" as const };
  const current = directory(accounts.map((one) => ({ ...one, email, active: false })));

  const { steps, notes } = planOf({ users: [desiredUser("ada", { email })] }, current, { capabilities });

  expect(steps).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('ada: the account "old1"')]);
});
