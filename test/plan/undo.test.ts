import { describe, expect, it } from "vitest";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { JournalEntry } from "../../src/model/history.ts";
import type { TargetId, Username } from "../../src/model/ids.ts";
import type { Change, LinkUser, Operation } from "../../src/model/operation.ts";
import { makeUndoPlan, type UndoRules } from "../../src/plan/undo/make-undo-plan.ts";
import {
  account,
  directory,
  directoryGroup,
  NO_LIMITS,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

const user = (name: string) => ({
  username: name as Username,
  sourceId: sourceId(name),
  targetId: targetId(name),
});
const DEV = { name: "dev", targetId: "group-dev" };

/** A step of the run that is to be taken back. The id is not what any test is about. */
type WithoutId<Step> = Step extends Operation ? Omit<Step, "id"> : never;
type Step = WithoutId<Operation>;

const imported = (name: string): Step => ({
  kind: "import",
  user: { username: name as Username, sourceId: sourceId(name) },
  changes: [{ field: "username", from: "", to: name }],
  reason: "not-in-target",
});
const linked = (
  name: string,
  from: string,
  to: string,
  matchedBy: LinkUser["matchedBy"] = "username",
): Step => ({
  kind: "link",
  user: { ...user(name), sourceId: sourceId(to || from) },
  changes: [{ field: "link", from: from && sourceId(from), to: to && sourceId(to) }],
  reason: "differs",
  matchedBy,
});
const updated = (name: string, ...changes: Change[]): Step => ({
  kind: "update",
  user: user(name),
  changes,
  reason: "differs",
});
const renamed = (from: string, to: string): Step => updated(from, { field: "username", from, to });
const enabled = (name: string): Step => ({ kind: "enable", user: user(name), reason: "active-in-source" });
const disabled = (name: string): Step => ({ kind: "disable", user: user(name), reason: "left-scope" });
const created = (name: string): Step => ({ kind: "create-group", group: { name }, reason: "not-in-target" });
const joined = (
  name: string,
  group: { name: string; targetId?: string } = DEV,
  targetIdOfUser = true,
): Step => {
  const { targetId: id, ...rest } = user(name);
  return {
    kind: "add-member",
    group,
    user: targetIdOfUser ? { ...rest, targetId: id } : rest,
    reason: "member-in-source",
  };
};
const left = (name: string): Step => ({
  kind: "remove-member",
  group: DEV,
  user: user(name),
  reason: "not-member-in-source",
});

/** A step of a directory whose ids are names, on the account of Ada. */
const onId = (id: string, step: Step): Step =>
  ({ ...step, user: { username: id, sourceId: sourceId("ada"), targetId: id } }) as Step;

function entry(step: Step, seq: number, overrides: Partial<JournalEntry> = {}): JournalEntry {
  const where = { run: 12, seq, target: "cloud", directory: "cloud-1", at: "2026-11-20T22:00:00.000Z" };
  return { ...where, operation: { id: `cloud:${seq}`, ...step } as Operation, status: "done", ...overrides };
}

function undo(
  steps: readonly (Step | JournalEntry)[],
  now: DirectorySnapshot,
  overrides: Partial<UndoRules> = {},
) {
  const entries = steps.map((step, index) => ("operation" in step ? step : entry(step, index + 1)));
  const plan = makeUndoPlan(entries, now, rules(overrides));
  return {
    plan,
    steps: plan.operations.map((operation) => {
      const about = [
        "user" in operation ? operation.user.username : "",
        "group" in operation ? operation.group.name : "",
      ].filter((part) => part !== "");
      const changes =
        "changes" in operation
          ? operation.changes.map(({ field, from, to }) => ` ${field} ${said(from)}→${said(to)}`)
          : [];
      const withheld = operation.status === "withheld" ? ` [${operation.withheldBy}]` : "";
      return `${operation.kind} ${about.join(" in ")}${changes.join(",")}${withheld}`;
    }),
    notes: plan.notes.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`),
  };
}

/** The name of a person in place of the id. */
function said(value: string): string {
  const hex = /^0{8}-0{4}-0{4}-0{4}-([0-9a-f]{12})$/.exec(value)?.[1];
  return hex === undefined ? value : Buffer.from(hex, "hex").toString().replaceAll("\0", "");
}

const named = (name: string, username: string, more: Partial<Account> = {}) =>
  account(name, { username: username as Username, ...more });

describe("an e-mail that the directory never tells", () => {
  const renamed: Step = {
    ...updated("ada", { field: "displayName", from: "A", to: "ada" }),
    email: "ada@example.com",
  } as Step;

  it("goes along when something else is taken back", () => {
    const { plan } = undo([renamed], directory([account("ada", { email: "ada@now.example.com" })]));

    expect(plan.operations[0]).toMatchObject({ kind: "update", email: "ada@now.example.com" });
  });

  it("stays away where nobody knows it any more", () => {
    const { email: _, ...silent } = account("ada");
    const { plan } = undo([renamed], directory([silent]));

    expect(plan.operations[0]).not.toHaveProperty("email");
  });
});

describe("what a run did is taken back", () => {
  it.each<{
    rule: string;
    steps: (Step | JournalEntry)[];
    now: DirectorySnapshot;
    plan: string[];
    notes?: string[];
  }>([
    {
      rule: "an imported account is disabled, and said to stay",
      steps: [imported("ada")],
      now: directory([account("ada")]),
      plan: ["disable ada"],
      notes: ["unsupported ada: can only be disabled, since accounts are never deleted"],
    },
    {
      rule: "an imported account is found again by what it was made as, whatever it is called",
      steps: [entry(imported("ada"), 1, { made: "target-ada" })],
      now: directory([named("ada", "king")]),
      plan: ["disable king"],
      notes: ["unsupported ada: can only be disabled, since accounts are never deleted"],
    },
    {
      rule: "a value comes back",
      steps: [updated("ada", { field: "displayName", from: "Countess", to: "ada" })],
      now: directory([account("ada")]),
      plan: ["update ada displayName ada→Countess"],
    },
    {
      rule: "an account whose id is its name is found by its person",
      steps: [enabled("ada"), linked("ada", "", "ada"), renamed("ada", "king")],
      now: directory([named("ada", "king", { id: targetId("king") })]),
      plan: ["update king username king→ada", "disable king", "link king link ada→"],
    },
    {
      rule: "a username comes back, and the account is called by its name of today",
      steps: [renamed("ada", "king")],
      now: directory([named("ada", "King")]),
      plan: ["update King username King→ada"],
    },
    {
      rule: "a value that was not there stays, and is said to",
      steps: [
        updated(
          "ada",
          { field: "familyName", from: "", to: "Example" },
          { field: "displayName", from: "A", to: "ada" },
        ),
      ],
      now: directory([account("ada")]),
      plan: ["update ada displayName ada→A"],
      notes: ["unsupported ada: keeps its family name, since it had none and nothing is emptied"],
    },
    {
      rule: "when no value was there, nothing is left to do",
      steps: [updated("ada", { field: "email", from: "", to: "ada@example.com" })],
      now: directory([account("ada")]),
      plan: [],
      notes: ["unsupported ada: keeps its e-mail, since it had none and nothing is emptied"],
    },
    {
      rule: "a value that nobody knew stays, and is said to",
      steps: [updated("ada", { field: "email", from: "", to: "ada@example.com", unknown: true })],
      now: directory([account("ada")]),
      plan: [],
      notes: ["unsupported ada: keeps its e-mail, since nobody knows what it was"],
    },
    {
      rule: "who was enabled is disabled",
      steps: [enabled("ada")],
      now: directory([account("ada")]),
      plan: ["disable ada"],
    },
    {
      rule: "who was disabled is enabled",
      steps: [disabled("ada")],
      now: directory([account("ada", { active: false })]),
      plan: ["enable ada"],
    },
    {
      rule: "who joined leaves, who left joins, by the group's name of today",
      steps: [joined("ada"), left("bob")],
      now: directory([account("ada"), account("bob")], [{ ...directoryGroup("dev", ["ada"]), name: "Devs" }]),
      plan: ["add-member bob in Devs", "remove-member ada in Devs"],
    },
    {
      rule: "a created group stays, its members leave, also those that were imported with it",
      steps: [created("dev"), imported("new"), joined("new", { name: "dev" }, false)],
      now: directory([account("new")], [directoryGroup("dev", ["new"])]),
      plan: ["remove-member new in dev", "disable new"],
      notes: [
        "unsupported dev: stays, since groups are never deleted; delete it in the directory if nobody needs it",
        "unsupported new: can only be disabled, since accounts are never deleted",
      ],
    },
    {
      rule: "a link is taken away again, after everything else has come back",
      steps: [
        linked("ada", "", "ada"),
        enabled("ada"),
        updated("ada", { field: "displayName", from: "A", to: "ada" }),
      ],
      now: directory([account("ada")]),
      plan: ["update ada displayName ada→A", "disable ada", "link ada link ada→"],
    },
    {
      rule: "an account goes back to the person it was taken from",
      steps: [linked("ada", "bob", "ada", "by-hand")],
      now: directory([account("ada")]),
      plan: ["link ada link ada→bob"],
    },
    {
      rule: "a link that the directory had lost stays where it was put back",
      steps: [linked("ada", "", "ada", "state")],
      now: directory([account("ada")]),
      plan: [],
      notes: ["unsupported ada: stays linked, since the state knows the link too"],
    },
    {
      rule: "an undo is undone: what was let go is linked first",
      steps: [
        updated("ada", { field: "displayName", from: "ada", to: "A" }),
        disabled("ada"),
        linked("ada", "ada", ""),
      ],
      now: directory([stranger("ada", { displayName: "A", active: false })]),
      plan: ["link ada link →ada", "enable ada", "update ada displayName A→ada"],
    },
    {
      rule: "what was found done after the run had died, but not what nobody knows of",
      steps: [
        entry(disabled("ada"), 1, { status: "found-done" }),
        entry(disabled("bob"), 2, { status: "unknown" }),
        entry(disabled("eve"), 3, { status: "failed" }),
        entry(created("dev"), 4, { status: "unknown" }),
      ],
      now: directory(["ada", "bob", "eve"].map((name) => account(name, { active: false }))),
      plan: ["enable ada"],
      notes: [
        "excluded bob: left alone, since the run died and nobody knows whether it was done",
        "excluded dev: left alone, since the run died and nobody knows whether it was done",
      ],
    },
    {
      rule: "an undo is undone where ids are names: who was renamed and let go is found",
      steps: [
        onId("king", updated("ada", { field: "displayName", from: "ada", to: "A" })),
        ...[renamed("king", "ada"), linked("king", "ada", "")].map((step) => onId("king", step)),
      ],
      now: directory([stranger("ada", { id: "ada" as TargetId, displayName: "A" })]),
      plan: ["link ada link →ada", "update ada displayName A→ada", "update ada username ada→king"],
    },
    {
      rule: "an id that only looks like a name stays the account's id",
      steps: [created("dev"), onId("ada", renamed("ada", "king"))],
      now: directory([named("ada", "king", { id: "ada" as TargetId })]),
      plan: ["update king username king→ada"],
      notes: [
        "unsupported dev: stays, since groups are never deleted; delete it in the directory if nobody needs it",
      ],
    },
    {
      rule: "names that were swapped are swapped back",
      steps: [renamed("ada", "x"), renamed("bob", "ada")],
      now: directory([named("ada", "x"), named("bob", "ada")]),
      plan: ["update ada username ada→bob", "update x username x→ada"],
    },
  ])("$rule", ({ steps, now, plan, notes = [] }) => {
    const result = undo(steps, now);

    expect({ steps: result.steps, notes: result.notes }).toEqual({ steps: plan, notes });
  });
});

describe("what others changed since is left alone, and noted", () => {
  const gone = "left alone, since the account is gone";
  const others = "left alone, since the account is somebody else's";
  const nobodys = "left alone, since the account is nobody's";
  const before = "left alone, since it is as it was before that run";
  const display = updated("ada", { field: "displayName", from: "A", to: "ada" });

  it.each<{
    rule: string;
    steps: (Step | JournalEntry)[];
    now: DirectorySnapshot;
    reason: string;
    subject?: string;
  }>([
    { rule: "an import that is gone", steps: [imported("ada")], now: directory(), reason: gone },
    {
      rule: "an import in place of which there is another account",
      steps: [entry(imported("ada"), 1, { made: "x" })],
      now: directory([account("ada")]),
      reason: gone,
    },
    {
      rule: "an import that is disabled",
      steps: [imported("ada")],
      now: directory([account("ada", { active: false })]),
      reason: "left alone, since it is not active any more",
    },
    { rule: "an account that is gone", steps: [disabled("ada")], now: directory(), reason: gone },
    {
      rule: "an account that is somebody else's",
      steps: [display],
      now: directory([account("ada", { link: sourceId("bob") })]),
      reason: others,
    },
    {
      rule: "an account that is nobody's",
      steps: [display],
      now: directory([stranger("ada")]),
      reason: nobodys,
    },
    {
      rule: "another value",
      steps: [display],
      now: directory([account("ada", { displayName: "Lady" })]),
      reason: 'left alone, since the display name is "Lady" meanwhile',
    },
    {
      rule: "a value that is back",
      steps: [display],
      now: directory([account("ada", { displayName: "A" })]),
      reason: before,
    },
    {
      rule: "somebody who is active again",
      steps: [disabled("ada")],
      now: directory([account("ada")]),
      reason: before,
    },
    {
      rule: "a link that is somebody else's",
      steps: [linked("ada", "", "ada")],
      now: directory([account("ada", { link: sourceId("bob") })]),
      reason: others,
    },
    {
      rule: "a link from somebody who has another account by now",
      steps: [linked("ada", "bob", "ada", "by-hand")],
      now: directory([account("ada"), account("bob")]),
      reason: 'left alone, since the person has the account "bob"',
    },
    {
      rule: "a group that is gone",
      steps: [left("ada")],
      now: directory([account("ada")]),
      reason: "left alone, since the group is gone",
      subject: "ada in dev",
    },
    {
      rule: "a member who joined again",
      steps: [left("ada")],
      now: directory([account("ada")], [directoryGroup("dev", ["ada"])]),
      reason: before,
      subject: "ada in dev",
    },
  ])("$rule", ({ steps, now, reason, subject = "ada" }) => {
    const result = undo(steps, now);

    expect({ steps: result.steps, notes: result.notes }).toEqual({
      steps: [],
      notes: [`excluded ${subject}: ${reason}`],
    });
  });

  it("a name that somebody else has by now stays with them", () => {
    const { steps, notes } = undo(
      [renamed("ada", "king")],
      directory([named("ada", "king"), named("new", "ada")]),
    );

    expect(steps).toEqual([]);
    expect(notes).toEqual([
      'collision king: the username "ada" is held by the account "ada", which keeps it',
    ]);
  });

  it("an account that left the group with its group is not added to another", () => {
    const { steps } = undo(
      [joined("ada", DEV)],
      directory([account("ada")], [directoryGroup("ops", ["ada"])]),
    );

    expect(steps).toEqual([]);
  });
});

describe("what a run did to the list of groups that are kept", () => {
  const about = { group: { name: "Dev", targetId: "group-dev" }, sources: [{ id: "g1", name: "dev" }] };
  const adopted: Step = { kind: "adopt-group", ...about, reason: "exists-in-target" };
  const released: Step = { kind: "release-group", ...about, reason: "undo" };
  const kept: UndoRules["kept"] = [{ name: "dev", sources: about.sources, how: "adopted" }];

  it.each<{ rule: string; step: Step; kept?: UndoRules["kept"]; plan?: string; note?: string }>([
    { rule: "a group that is kept is let go", step: adopted, kept, plan: "release-group Dev" },
    {
      rule: "one that was let go since is not let go again",
      step: adopted,
      kept: [],
      note: "excluded Dev: left alone, since it is not kept in step any more",
    },
    { rule: "a group that is not kept is kept again", step: released, kept: [], plan: "adopt-group Dev" },
    {
      rule: "one that is kept again is not taken over once more",
      step: released,
      kept,
      note: "excluded Dev: left alone, since it is kept in step again",
    },
    { rule: "a group is let go where nothing is remembered", step: adopted, plan: "release-group Dev" },
    { rule: "a group is kept again where nothing is remembered", step: released, plan: "adopt-group Dev" },
  ])("$rule", ({ step, kept: known, plan, note }) => {
    const result = undo([step], directory([], [{ ...directoryGroup("dev"), name: "Dev" }]), { kept: known });

    expect(result.steps).toEqual(plan === undefined ? [] : [plan]);
    expect(result.notes).toEqual(note === undefined ? [] : [note]);
  });
});

describe("an undo is guarded as a run is", () => {
  const names = Array.from({ length: 20 }, (_, index) => `u${index}`);
  const everybody = directory(names.map((name) => account(name)));

  it("measured against all groups that were read, but those that are protected", () => {
    const groups = [
      directoryGroup("dev", ["ada", "bob"]),
      directoryGroup("ops", ["ada", "bob", "eve"]),
      directoryGroup("admins", ["ada", "bob", "eve"]),
    ];
    const now = directory([account("ada"), account("bob"), account("eve")], groups);
    const protect = { users: [], groups: ["adm*"] };
    const undone = (share: number) =>
      undo([joined("ada")], now, { protect, limits: { ...NO_LIMITS, removeMembersTotal: { share } } }).plan;

    expect(undone(0.2).tripped).toEqual([]);
    expect(undone(0.1).tripped.map(({ message }) => message)).toEqual([
      "1 of 5 memberships in all managed groups would be removed; limits.removeMembersTotal allows 0 (10%).",
    ]);
  });

  it("by the limits", () => {
    const { plan, steps } = undo(names.map(enabled), everybody, {
      limits: { ...NO_LIMITS, disable: { share: 0.1 } },
    });

    expect(steps.every((step) => step.endsWith("[limits.disable]"))).toBe(true);
    expect(plan.tripped).toMatchObject([
      {
        message: "20 of 20 active accounts would be disabled; limits.disable allows 2 (10%).",
        allow: "disable=20",
      },
    ]);
    expect(plan.read).toEqual({ users: 20, groups: 0, memberships: 0 });
  });

  it("and an account is not let go while something of it is withheld", () => {
    const limits = { ...NO_LIMITS, disable: { count: 0 } };
    const steps = [linked("u0", "", "u0"), enabled("u0"), linked("u1", "", "u1"), created("dev")];

    expect(undo(steps, everybody, { limits }).steps).toEqual([
      "disable u0 [limits.disable]",
      "link u1 link u1→",
      "link u0 link u0→ [limits.disable]",
    ]);
  });

  it("by what is protected by now", () => {
    const groups = [directoryGroup("dev", ["bob"]), directoryGroup("ops", ["bob"])];
    const steps = [
      disabled("ada"),
      joined("bob"),
      joined("bob", { name: "ops", targetId: "group-ops" as TargetId }),
    ];
    const now = directory([account("ada", { active: false }), account("bob")], groups);

    expect(undo(steps, now, { protect: { users: ["ada"], groups: ["dev"] } })).toMatchObject({
      steps: ["remove-member bob in ops"],
      notes: ["protected ada: protect.users", "protected dev: protect.groups"],
    });
  });
});

describe("the operations of an undo", () => {
  it("have ids that stay the same, and say why they are done", () => {
    const { plan } = undo(
      [disabled("ada"), enabled("bob")],
      directory([account("ada", { active: false }), account("bob")]),
    );

    expect(plan.operations.map(({ id, reason }) => [id, reason])).toEqual([
      ["cloud:undo:12.1", "undo"],
      ["cloud:undo:12.2", "undo"],
    ]);
  });

  it("keep how an account had been matched", () => {
    const { plan } = undo([linked("ada", "", "ada", "email")], directory([account("ada")]));

    expect(plan.operations[0]).toMatchObject({
      user: { sourceId: sourceId("ada") },
      matchedBy: "email",
      reason: "undo",
    });
  });
});
