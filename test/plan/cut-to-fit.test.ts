import { describe, expect, it } from "vitest";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot, Lack } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import {
  account,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  rules,
} from "../support/people.ts";

/** What is left to do, and what is noted, a line each. */
function outcome(wanted: Partial<Desired>, current: DirectorySnapshot) {
  const { operations, notes, incomplete } = makePlan(desired(wanted), current, rules());
  return {
    done: operations.map(({ id, status }) => `${id.split(":").slice(1, 2)} ${status}`),
    changes: operations.flatMap((one) =>
      one.kind === "update" ? one.changes.map(({ field }) => field) : [],
    ),
    notes: notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`),
    incomplete,
  };
}

const everything: Partial<Desired> = {
  users: [
    desiredUser("new"),
    desiredUser("changed", { username: "renamed" as Username, displayName: "Other" }),
    desiredUser("away", { active: false }),
    desiredUser("back"),
  ],
};
const before = [account("changed"), account("away"), account("back", { active: false })];
const OLD = "this server is too old; update it";

describe("a server that cannot do everything", () => {
  it.each<[Lack["kind"], string[], string]>([
    ["import", ["enable", "update", "disable"], `unsupported new: cannot be imported: ${OLD}`],
    ["update", ["import", "enable", "disable"], `unsupported changed: cannot be updated: ${OLD}`],
    ["enable", ["import", "update", "disable"], `unsupported back: cannot be enabled: ${OLD}`],
    ["disable", ["import", "enable", "update"], `unsupported away: cannot be disabled: ${OLD}`],
  ])("notes what it would %s, and does the rest", (kind, kinds, note) => {
    const current = { ...directory(before), lacks: [{ kind, why: OLD }] };

    const { done, notes } = outcome(everything, current);

    expect(done).toEqual(kinds.map((one) => `${one} planned`));
    expect(notes).toEqual([note]);
  });

  it("changes the rest where one attribute cannot be changed", () => {
    const lacks = [{ kind: "update", field: "username", why: "names are fixed here" }] as const;

    const { changes, notes } = outcome(everything, { ...directory(before), lacks });

    expect(changes).toEqual(["displayName"]);
    expect(notes).toEqual([`unsupported changed: cannot get the username "renamed": names are fixed here`]);
  });

  it("plans no update that would change nothing else", () => {
    const lacks = [{ kind: "update", field: "username", why: "names are fixed here" }] as const;
    const wanted = { users: [desiredUser("changed", { username: "renamed" as Username })] };

    const { done, notes } = outcome(wanted, { ...directory([account("changed")]), lacks });

    expect(done).toEqual([]);
    expect(notes).toHaveLength(1);
  });

  it("leaves an update whole that does without what is fixed", () => {
    const lacks = [{ kind: "update", field: "username", why: "names are fixed here" }] as const;
    const wanted = { users: [desiredUser("changed", { displayName: "Other" })] };

    expect(outcome(wanted, { ...directory([account("changed")]), lacks })).toMatchObject({
      changes: ["displayName"],
      notes: [],
    });
  });

  it("adds nobody to a group who cannot be imported", () => {
    const wanted = { users: [desiredUser("new")], groups: [desiredGroup("team", ["new"])] };
    const current = { ...directory([account("old")]), lacks: [{ kind: "import", why: OLD }] as const };

    expect(outcome(wanted, current).done).toEqual(["create-group planned", "disable planned"]);
  });
});

describe("an account that another directory is in charge of", () => {
  const IN_CHARGE = "another directory is in charge of this account, such as LDAP; change it there";
  const groups = [directoryGroup("team", ["away"])];
  const wanted = {
    ...everything,
    groups: [desiredGroup("team", ["changed"])],
  };

  it("keeps its details, and may move between groups", () => {
    const current = directory(
      before.map((one) => ({ ...one, fixed: ["details"] as const })),
      groups,
    );

    const { done, notes } = outcome(wanted, current);

    expect(done).toEqual(["import planned", "add-member planned", "remove-member planned"]);
    expect(notes).toEqual([
      `unsupported away: cannot be disabled: ${IN_CHARGE}`,
      `unsupported back: cannot be enabled: ${IN_CHARGE}`,
      `unsupported changed: cannot be updated: ${IN_CHARGE}`,
    ]);
  });

  it("keeps its groups", () => {
    const current = directory(
      before.map((one) => ({ ...one, fixed: ["groups"] as const })),
      groups,
    );

    const { done, notes } = outcome(wanted, current);

    expect(done).toEqual(["import planned", "enable planned", "update planned", "disable planned"]);
    expect(notes).toEqual([
      `unsupported away in team: cannot be removed: ${IN_CHARGE}`,
      `unsupported changed in team: cannot be added: ${IN_CHARGE}`,
    ]);
  });

  it("can be linked", () => {
    const { link: _, ...unlinked } = account("changed");
    const current = directory([{ ...unlinked, fixed: ["details", "groups"] }]);

    expect(outcome({ users: [desiredUser("changed")] }, current).done).toEqual(["link planned"]);
  });

  it("says so of the others only where it holds for them", () => {
    const [first, ...others] = before;
    const current = directory([{ ...(first as (typeof before)[0]), fixed: ["details"] }, ...others]);

    expect(outcome(everything, current).done).toEqual([
      "import planned",
      "enable planned",
      "disable planned",
    ]);
  });
});

describe("a listing that is not proven complete", () => {
  it("disables nobody, and does the rest", () => {
    const incomplete = "Jira does not list all accounts. Set listing.groups";
    const current = { ...directory(before), incomplete };

    const result = outcome(everything, current);

    expect(result.done).toEqual(["import planned", "enable planned", "update planned", "disable withheld"]);
    expect(result.incomplete).toEqual([`accounts: ${incomplete}`]);
  });

  it("names it before what is not known of groups", () => {
    const current = { ...directory([account("x")]), incomplete: "half a list" };
    const groups = [desiredGroup("team", [], { incomplete: "half a group" })];

    expect(outcome({ groups }, current).incomplete).toEqual([
      "accounts: half a list",
      'group "team": half a group',
    ]);
  });
});
