import { describe, expect, it } from "vitest";
import type { DirectoryGroup } from "../../src/model/directory-snapshot.ts";
import type { JournalEntry } from "../../src/model/history.ts";
import type { Username } from "../../src/model/ids.ts";
import type { AddGroup, Operation, RemoveGroup } from "../../src/model/operation.ts";
import type { PlannedOperation } from "../../src/model/plan.ts";
import { imageOf } from "../../src/plan/look-again/directory-image.ts";
import { effectOf } from "../../src/plan/look-again/effect.ts";
import { refresh } from "../../src/plan/look-again/refresh.ts";
import { settle } from "../../src/plan/look-again/settle.ts";
import { groupsIn } from "../../src/plan/look-again/touched.ts";
import { makeUndoPlan } from "../../src/plan/undo/make-undo-plan.ts";
import {
  account,
  CAPABILITIES,
  directory,
  directoryGroup,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";
import { targetPlan } from "../support/plans.ts";

const NESTING = { ...CAPABILITIES, nesting: "mirror" } as const;
const ref = (name: string) => ({ name, targetId: `group-${name}` });
const have = (name: string, members: readonly string[], children?: readonly string[]): DirectoryGroup => ({
  ...directoryGroup(name, members),
  ...(children && { children }),
});
const put = (child: string, group: string, isNew = false): AddGroup => ({
  id: `add ${child}`,
  kind: "add-group",
  group: isNew ? { name: group } : ref(group),
  child: isNew ? { name: child } : ref(child),
  reason: "member-in-source",
});
const take = (child: string, group: string): RemoveGroup => ({
  id: `remove ${child}`,
  kind: "remove-group",
  group: ref(group),
  child: ref(child),
  reason: "not-member-in-source",
});
const user = (name: string) => ({
  username: name as Username,
  sourceId: sourceId(name),
  targetId: targetId(name),
});
const leave = (name: string, group: string, onlyAfter?: readonly string[]): Operation => ({
  id: `leave ${name}`,
  kind: "remove-member",
  group: ref(group),
  user: user(name),
  ...(onlyAfter && { onlyAfter }),
  reason: "not-member-in-source",
});
const join = (name: string, group: string): Operation => ({
  id: `join ${name}`,
  kind: "add-member",
  group: ref(group),
  user: user(name),
  reason: "member-in-source",
});

describe("what nesting would do to a directory as it is now", () => {
  it.each<{ situation: string; operation: Operation; groups: readonly DirectoryGroup[]; effect: string }>([
    {
      situation: "is still to be done",
      operation: put("dev", "all"),
      groups: [have("all", [], []), have("dev", [])],
      effect: "ready",
    },
    {
      situation: "is so already",
      operation: put("dev", "all"),
      groups: [have("all", [], ["DEV"]), have("dev", [])],
      effect: "already",
    },
    {
      situation: "needs groups that the plan makes",
      operation: put("dev", "all", true),
      groups: [],
      effect: "ready",
    },
    {
      situation: "cannot be without the outer group",
      operation: put("dev", "all"),
      groups: [have("dev", [])],
      effect: "stale: the group is gone",
    },
    {
      situation: "nor without the inner one",
      operation: put("dev", "all"),
      groups: [have("all", [], [])],
      effect: "stale: the nested group is gone",
    },
    {
      situation: "is not known where nested groups were not read",
      operation: put("dev", "all"),
      groups: [have("all", []), have("dev", [])],
      effect: "stale: nested groups are read only while mapping.nesting is mirror",
    },
    {
      situation: "takes out what is in",
      operation: take("dev", "all"),
      groups: [have("all", [], ["dev"]), have("dev", [])],
      effect: "ready",
    },
    {
      situation: "and nothing that is out",
      operation: take("dev", "all"),
      groups: [have("all", [], []), have("dev", [])],
      effect: "already",
    },
    {
      situation: "nor where the outer group is gone",
      operation: take("dev", "all"),
      groups: [have("dev", [])],
      effect: "already",
    },
    {
      situation: "nor where the inner one is gone",
      operation: take("dev", "all"),
      groups: [have("all", [], ["dev"])],
      effect: "already",
    },
  ])("$situation", ({ operation, groups, effect }) => {
    const found = effectOf(operation, imageOf(directory([], groups)));

    expect(found.state === "stale" ? `stale: ${found.reason}` : found.state).toBe(effect);
  });

  it("is what settles a run that died", () => {
    const open = [put("dev", "all"), take("ops", "all")].map((operation, seq) => ({
      run: 1,
      seq,
      operation,
    }));
    const groups = [have("all", [], ["dev", "ops"]), have("dev", []), have("ops", [])];

    expect(settle(open, directory([], groups)).map(({ found }) => found)).toEqual(["done", "not-done"]);
  });

  it("takes both groups into a second look", () => {
    expect(groupsIn([put("dev", "all"), take("dev", "more")])).toEqual([ref("all"), ref("dev"), ref("more")]);
  });
});

describe("a saved plan with nested groups", () => {
  const planned = (operations: readonly Operation[]) =>
    targetPlan({ operations: operations.map((one): PlannedOperation => ({ ...one, status: "planned" })) });
  const outcomes = (
    operations: readonly Operation[],
    groups: readonly DirectoryGroup[],
    onlyKinds?: Operation["kind"][],
  ) =>
    refresh(
      planned(operations),
      { current: directory([account("ada")], groups), people: [] },
      { approve: [], ...(onlyKinds && { onlyKinds }) },
    ).operations.map((one) =>
      one.status === "skipped" ? `${one.id}: ${one.error.message}` : `${one.id}: ${one.status}`,
    );
  const create = (name: string): Operation => ({
    id: `create ${name}`,
    kind: "create-group",
    group: { name },
    reason: "not-in-target",
  });

  it("nests groups that it makes, or that somebody has made meanwhile", () => {
    const steps = [create("all"), create("dev"), put("dev", "all", true)];

    expect(outcomes(steps, [])).toEqual(["create all: planned", "create dev: planned", "add dev: planned"]);
    expect(outcomes(steps, [have("all", [], []), have("dev", [])])).toEqual([
      "create all: done",
      "create dev: done",
      "add dev: planned",
    ]);
    expect(outcomes([put("dev", "all", true)], [have("all", [], [])])).toEqual([
      "add dev: Not done, since it went stale: there is no such group.",
    ]);
    expect(outcomes([put("dev", "all", true)], [])).toEqual([
      "add dev: Not done, since it went stale: there is no such group.",
    ]);
  });

  it("takes nobody out whom a nesting that went stale, or was left out, was to keep", () => {
    const steps = [put("dev", "all"), leave("ada", "all", ["add dev"])];
    const skipped =
      "leave ada: Not done, since it went stale: people would lose a membership, since what is to be done before is not done.";

    expect(outcomes(steps, [have("all", ["ada"], []), have("dev", ["ada"])])).toEqual([
      "add dev: planned",
      "leave ada: planned",
    ]);
    expect(outcomes(steps, [have("all", ["ada"], ["dev"]), have("dev", ["ada"])])).toEqual([
      "add dev: done",
      "leave ada: planned",
    ]);
    expect(outcomes(steps, [have("all", ["ada"], [])])).toEqual([
      "add dev: Not done, since it went stale: the nested group is gone.",
      skipped,
    ]);
    expect(outcomes(steps, [have("all", ["ada"], []), have("dev", ["ada"])], ["remove-member"])).toEqual([
      skipped,
    ]);
  });
});

describe("an undo takes nesting back", () => {
  const done = (operations: readonly Operation[]) =>
    operations.map(
      (operation, at): JournalEntry => ({
        ...{ run: 7, seq: at + 1, target: "crowd", directory: "crowd here", operation, status: "done" },
        at: "2026-11-23T22:00:00.000Z",
      }),
    );
  const undo = (
    operations: readonly Operation[],
    groups: readonly DirectoryGroup[],
    protectedGroups: string[] = [],
  ) =>
    makeUndoPlan(
      done(operations),
      directory([account("ada"), account("bob"), stranger("root")], groups),
      rules({ name: "crowd", capabilities: NESTING, protect: { users: [], groups: protectedGroups } }),
    );
  const shown = ({ operations, notes }: ReturnType<typeof undo>) => ({
    steps: operations.map((one) => {
      const what = "child" in one ? one.child.name : "user" in one ? one.user.username : "";
      return `${one.kind} ${what}${"onlyAfter" in one ? ` after ${one.onlyAfter}` : ""}`;
    }),
    notes: notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`),
  });

  it("people are back in a group before the nested one is taken out", () => {
    const groups = [have("all", ["root"], ["dev"]), have("dev", ["ada"]), have("unread", [])];

    expect(shown(undo([put("dev", "all"), leave("ada", "all")], groups))).toEqual({
      steps: ["add-member ada", "remove-group dev after crowd:undo:7.2"],
      notes: [],
    });
  });

  it("a group that was taken out is put back, and who joined in its place leaves after that", () => {
    const groups = [have("all", ["ada"], []), have("dev", ["ada"])];

    expect(shown(undo([join("ada", "all"), take("dev", "all")], groups))).toEqual({
      steps: ["add-group dev", "remove-member ada after crowd:undo:7.2"],
      notes: [],
    });
  });

  it("what was turned round is turned back without a circle", () => {
    const groups = [have("a", [], []), have("b", [], ["a"])];

    expect(shown(undo([take("b", "a"), put("a", "b")], groups)).steps).toEqual([
      "remove-group a",
      "add-group b after crowd:undo:7.2",
    ]);
  });

  it("but not what is not as the run left it, nor in groups that are gone, protected, or not read", () => {
    const back = have("all", [], []);
    const nested = have("all", [], ["dev"]);

    expect(shown(undo([put("dev", "all")], [back, have("dev", [])]))).toEqual({
      steps: [],
      notes: ["excluded dev in all: left alone, since it is as it was before that run"],
    });
    expect(shown(undo([take("dev", "all")], [have("dev", [])]))).toEqual({
      steps: [],
      notes: ["excluded dev in all: left alone, since the group is gone"],
    });
    expect(shown(undo([put("dev", "all")], [nested]))).toEqual({
      steps: [],
      notes: ["excluded dev in all: left alone, since the nested group is gone"],
    });
    expect(shown(undo([put("dev", "all")], [have("all", []), have("dev", [])]))).toEqual({
      steps: [],
      notes: [
        "excluded dev in all: left alone, since nested groups are read only while mapping.nesting is mirror",
      ],
    });
    expect(shown(undo([put("dev", "all")], [nested, have("dev", [])], ["dev"]))).toEqual({
      steps: [],
      notes: ["protected dev: protect.groups"],
    });
  });
});
