import { describe, expect, it } from "vitest";
import type { LimitsConfig } from "../../src/config/config.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { account, desired, desiredUser, directory, NO_LIMITS, rules, stranger } from "../support/people.ts";

const LIMITS: LimitsConfig = { ...NO_LIMITS, rename: { share: 0.2 }, unmatched: "refuse" };

const names = (count: number, prefix = "u") =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

const plan = (wanted: Partial<Desired>, current: DirectorySnapshot, limits: Partial<LimitsConfig> = {}) =>
  makePlan(desired(wanted), current, rules({ limits: { ...LIMITS, ...limits } }));

/** Linked accounts of which the first so many are to be called by the whole name. */
function renaming(renamed: number, all: number) {
  const users = names(all).map((name, at) =>
    desiredUser(name, at < renamed ? { username: `${name}@example.com` as Username } : {}),
  );
  return [{ users }, directory(names(all).map((name) => account(name)))] as const;
}

describe("limits.rename", () => {
  it.each([
    { renamed: 4, all: 4, limit: { share: 0.2 }, withheld: 0, because: "fewer than 5 are no sign" },
    { renamed: 5, all: 20, limit: { share: 0.2 }, withheld: 5, because: "a share is rounded down" },
    { renamed: 4, all: 20, limit: { share: 0.2 }, withheld: 0, because: "it is the share" },
    { renamed: 6, all: 30, limit: { share: 0.2 }, withheld: 0, because: "it is the share" },
    { renamed: 2, all: 30, limit: { count: 1 }, withheld: 2, because: "a number means what it says" },
    { renamed: 1, all: 30, limit: { count: 0 }, withheld: 1, because: "0 is never" },
    { renamed: 30, all: 30, limit: "none" as const, withheld: 0, because: "none lifts it" },
  ])(
    "$renamed of $all with $limit: $withheld withheld, since $because",
    ({ renamed, all, limit, withheld }) => {
      const { operations, tripped } = plan(...renaming(renamed, all), { rename: limit });

      expect(operations.filter(({ status }) => status === "withheld")).toHaveLength(withheld);
      expect(tripped).toHaveLength(withheld === 0 ? 0 : 1);
    },
  );

  it("says how many, and what lets them through", () => {
    expect(plan(...renaming(30, 35)).tripped).toEqual([
      {
        by: "limits.rename",
        withheld: 30,
        message: "30 of 35 active accounts would get a new username; limits.rename allows 7 (20%).",
        allow: "rename=30",
        details: [],
      },
    ]);
  });

  it("lets other changes of the same run go on", () => {
    const [wanted, current] = renaming(30, 35);
    const users = wanted.users.with(34, desiredUser("u34", { displayName: "New" }));

    const { operations } = plan({ users }, current);

    expect(operations.filter(({ status }) => status === "planned").map(({ id }) => id)).toHaveLength(1);
  });
});

describe("limits.unmatched", () => {
  const people = (count: number) => names(count, "new").map((name) => desiredUser(name));
  const strangers = (count: number) => names(count).map((name) => stranger(name));

  it.each([
    { accounts: 37, imports: 38, withheld: 38, because: "everybody would get a second account" },
    { accounts: 4, imports: 38, withheld: 0, because: "a directory with a few local accounts is new" },
    { accounts: 37, imports: 4, withheld: 0, because: "a few people are no sign" },
    { accounts: 0, imports: 38, withheld: 0, because: "an empty directory has nobody to recognise" },
  ])("$accounts accounts, $imports imports: $withheld withheld, since $because", (row) => {
    const { operations, tripped } = plan({ users: people(row.imports) }, directory(strangers(row.accounts)));

    expect(operations.filter(({ status }) => status === "withheld")).toHaveLength(row.withheld);
    expect(tripped.map(({ by, allow }) => [by, allow])).toEqual(
      row.withheld === 0 ? [] : [["limits.unmatched", "unmatched"]],
    );
  });

  it("says how many of which", () => {
    expect(plan({ users: people(38) }, directory(strangers(37))).tripped[0]?.message).toBe(
      "38 people would be imported, and not one of the 37 accounts that are here has the username or the e-mail of any of them.",
    );
  });

  it("counts no accounts that nobody can sign in with", () => {
    const off = names(37).map((name) => stranger(name, { active: false }));

    expect(plan({ users: people(38) }, directory(off)).tripped).toEqual([]);
  });

  it.each([
    { known: "a linked account", one: account("ada") },
    { known: "one found by its name", one: stranger("ada") },
  ])("is silent as soon as somebody is recognised: $known", ({ one }) => {
    const users = [...people(38), desiredUser("ada")];

    expect(plan({ users }, directory([...strangers(37), one])).tripped).toEqual([]);
  });

  it("can be allowed", () => {
    const current = directory(strangers(37));

    expect(plan({ users: people(38) }, current, { unmatched: "allow" }).tripped).toEqual([]);
  });
});
