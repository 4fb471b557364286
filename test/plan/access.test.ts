import { describe, expect, it } from "vitest";
import type { Access } from "../../src/model/access.ts";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { DisableUser, ImportUser } from "../../src/model/operation.ts";
import type { PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import type { RecordedLink } from "../../src/model/recorded.ts";
import { frame } from "../../src/plan/frame.ts";
import { imageOf } from "../../src/plan/look-again/directory-image.ts";
import { effectOf } from "../../src/plan/look-again/effect.ts";
import { refresh } from "../../src/plan/look-again/refresh.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { recall } from "../../src/plan/recall/recall.ts";
import { makeUndoPlan } from "../../src/plan/undo/make-undo-plan.ts";
import {
  account,
  CAPABILITIES,
  desired,
  desiredUser,
  directory,
  NO_LIMITS,
  rules,
  sourceId,
  targetId,
} from "../support/people.ts";

const USERS: Access = { groups: ["stash-users"] };
const capabilities = { ...CAPABILITIES, link: "state", defaultAccess: USERS } as const;
const ref = (name: string) => ({
  username: name as Username,
  sourceId: sourceId(name),
  targetId: targetId(name),
});

function disable(access: Access, reason: DisableUser["reason"] = "deleted-in-source"): PlannedOperation {
  return {
    id: "bitbucket:disable:ada",
    kind: "disable",
    user: ref("ada"),
    access,
    reason,
    status: "planned",
  };
}

function importOf(access: Access): ImportUser {
  const user = { username: "ada" as Username, sourceId: sourceId("ada") };
  return { id: "bitbucket:import:ada", kind: "import", user, changes: [], access, reason: "not-in-target" };
}

function planOf(operation: PlannedOperation): TargetPlan {
  return { ...frame(directory([]), rules({ capabilities })), operations: [operation] };
}

describe("a saved plan that takes an access away", () => {
  function outcome(operation: PlannedOperation, current: DirectorySnapshot) {
    const [one] = refresh(planOf(operation), { current, people: [] }, { approve: [] }).operations;
    return one?.status === "skipped" ? one.error.message : one?.status;
  }

  it("is carried out while the account has just that", () => {
    expect(outcome(disable(USERS), directory([account("ada", { access: USERS })]))).toBe("planned");
  });

  it("is stale when the account has got more, since it would stay let in", () => {
    const access = { groups: ["stash-users", "build"] };

    expect(outcome(disable(USERS), directory([account("ada", { access })]))).toMatch(/got more access/);
  });

  it("takes away what a run gave, whatever else there is, when that run is taken back", () => {
    const access = { groups: ["stash-users", "build"] };

    expect(outcome(disable(USERS, "undo"), directory([account("ada", { access })]))).toBe("planned");
  });

  it.each([
    { situation: "is gone", accounts: [] },
    { situation: "has no access any more", accounts: [account("ada", { active: false })] },
  ])("has nothing left to do when the account $situation", ({ accounts }) => {
    expect(outcome(disable(USERS), directory(accounts))).toBe("done");
  });
});

describe("an import that gives no access", () => {
  const own = (active: boolean) => directory([account("ada", { active })]);

  it("is done when the account is there, let in or not", () => {
    expect(effectOf(importOf({ groups: [] }), imageOf(own(false)))).toEqual({ state: "already" });
    expect(effectOf(importOf(USERS), imageOf(own(false)))).toMatchObject({ state: "stale" });
    expect(effectOf(importOf(USERS), imageOf(own(true)))).toEqual({ state: "already" });
  });

  it("is taken back though the account has nothing to lose", () => {
    const where = { run: 3, seq: 1, target: "bitbucket", directory: "bitbucket", at: "2026-11-20T22:00:00Z" };
    const entry = { ...where, operation: importOf({ groups: [] }), status: "done" } as const;

    const { operations } = makeUndoPlan(
      [entry],
      directory([account("ada")]),
      rules({ capabilities, limits: NO_LIMITS }),
    );

    expect(operations).toMatchObject([{ kind: "disable", access: { groups: [] } }]);
  });
});

describe("an import that a run did not get to the end of", () => {
  async function recalled(given: Account) {
    const { link: _, ...made } = given;
    const open = [{ run: 1, seq: 1, operation: importOf({ groups: ["stash-users", "build"] }) }];
    const none: readonly RecordedLink[] = [];
    const { snapshot } = await recall(directory([made]), portions(none), { capabilities, open });
    return snapshot;
  }

  async function* portions(links: readonly RecordedLink[]) {
    yield links;
  }

  it("leaves an account that is still to get the rest", async () => {
    const snapshot = await recalled(account("ada", { access: USERS }));

    const { operations } = makePlan(
      desired({ users: [desiredUser("ada")] }),
      snapshot,
      rules({ capabilities }),
    );

    expect(operations).toMatchObject([{ kind: "enable", access: { groups: ["build"] } }]);
  });

  it("leaves nothing to give where it had given all", async () => {
    const snapshot = await recalled(account("ada", { access: { groups: ["build", "stash-users"] } }));

    const { operations } = makePlan(
      desired({ users: [desiredUser("ada")] }),
      snapshot,
      rules({ capabilities }),
    );

    expect(operations).toEqual([]);
  });
});

it("an account of which nobody knows whether it is let in is given nothing", () => {
  const given = directory([account("ada", { active: null })]);

  expect(
    makePlan(desired({ users: [desiredUser("ada")] }), given, rules({ capabilities })).operations,
  ).toEqual([]);
});

it("an account that another directory puts into its groups is not enabled", () => {
  const given = directory([account("ada", { active: false, fixed: ["groups"] })]);

  const { operations, notes } = makePlan(
    desired({ users: [desiredUser("ada")] }),
    given,
    rules({ capabilities }),
  );

  expect(operations).toEqual([]);
  expect(notes).toMatchObject([{ kind: "unsupported", subject: "ada" }]);
});
