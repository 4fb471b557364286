import { expect, it } from "vitest";
import type { Tripped } from "../../src/model/plan.ts";
import { toDocument } from "../../src/report/json/to-document.ts";
import { visibleJson } from "../../src/report/visible-text.ts";
import {
  change,
  DONE,
  disabled,
  enabled,
  failed,
  groupCreated,
  handedOver,
  imported,
  linked,
  memberAdded,
  memberRemoved,
  note,
  PLANNED,
  plan,
  planOf,
  skipped,
  targetPlan,
  updated,
  withheld,
} from "../support/plans.ts";

it("writes the whole document", () => {
  const document = toDocument(
    plan({
      complete: false,
      targets: [
        targetPlan({
          operations: [
            groupCreated("team"),
            imported("ada", DONE),
            updated("bob", [change("username", "bob", "robert")]),
            memberAdded("team", "bob", skipped("The group is missing.")),
            memberRemoved("team", "carl", failed("Refused.")),
            disabled("carl", withheld("limits.disable"), "left-scope"),
          ],
          notes: [
            note("collision", "eve", "two Entra users map to this username", ["1", "2"]),
            note("unmanaged", "admin", "not linked"),
          ],
          incomplete: ["page 2 is missing"],
        }),
      ],
    }),
  );

  expect(document).toEqual({
    format: "usersync-plan/1",
    createdAt: "2026-11-23T22:00:00.000Z",
    complete: false,
    targets: [
      {
        name: "cloud",
        type: "atlassian-cloud",
        read: { users: 812, groups: 14, memberships: 3010 },
        summary: {
          import: 1,
          update: 1,
          enable: 0,
          disable: 1,
          "create-group": 1,
          "add-member": 1,
          "remove-member": 1,
          "adopt-group": 0,
          "release-group": 0,
          "add-group": 0,
          "remove-group": 0,
          "hand-over": 0,
          withheld: 1,
          failed: 1,
          link: 0,
          skipped: 1,
        },
        operations: [
          {
            id: "cloud:create-group:team",
            kind: "create-group",
            group: { name: "team" },
            changes: [],
            reason: "not-in-target",
            status: "planned",
          },
          {
            id: "cloud:import:id-ada",
            kind: "import",
            user: { username: "ada", sourceId: "id-ada" },
            changes: [
              { field: "username", from: "", to: "ada" },
              { field: "email", from: "", to: "ada@example.com" },
              { field: "displayName", from: "", to: "Ada" },
            ],
            reason: "not-in-target",
            status: "done",
          },
          {
            id: "cloud:update:id-bob",
            kind: "update",
            user: { username: "bob", sourceId: "id-bob", targetId: "98-bob" },
            changes: [{ field: "username", from: "bob", to: "robert" }],
            reason: "differs",
            status: "planned",
          },
          {
            id: "cloud:add-member:team:id-bob",
            kind: "add-member",
            user: { username: "bob", sourceId: "id-bob", targetId: "98-bob" },
            group: { name: "team", targetId: "group-team" },
            changes: [],
            reason: "member-in-source",
            status: "skipped",
            error: { code: "CONFLICT", message: "The group is missing." },
          },
          {
            id: "cloud:remove-member:team:id-carl",
            kind: "remove-member",
            user: { username: "carl", sourceId: "id-carl", targetId: "98-carl" },
            group: { name: "team", targetId: "group-team" },
            changes: [],
            reason: "not-member-in-source",
            status: "failed",
            error: { code: "REFUSED", message: "Refused.", fix: "Change it in Entra." },
          },
          {
            id: "cloud:disable:id-carl",
            kind: "disable",
            user: { username: "carl", sourceId: "id-carl", targetId: "98-carl" },
            changes: [],
            reason: "left-scope",
            status: "withheld",
            withheldBy: "limits.disable",
          },
        ],
        notes: [
          {
            kind: "collision",
            subject: "eve",
            reason: "two Entra users map to this username",
            sourceIds: ["1", "2"],
          },
          { kind: "unmanaged", subject: "admin", reason: "not linked" },
        ],
        incomplete: ["page 2 is missing"],
      },
    ],
  });
});

it("says which directory could not be read, and by what an account was matched", () => {
  const error = { code: "NETWORK", message: "No answer." };

  const [target] = toDocument(planOf([linked("zoe", "email"), enabled("eve")], { error })).targets;

  expect(target?.error).toEqual(error);
  expect(target?.operations.map(({ matchedBy }) => matchedBy)).toEqual(["email", undefined]);
  expect(target?.summary).toMatchObject({ link: 1, enable: 1 });
});

it("gives the same text for the same plan, whatever the order of keys in memory", () => {
  const operation = imported("ada");
  const backwards = Object.fromEntries(Object.entries(operation).reverse()) as typeof operation;

  expect(visibleJson(toDocument(planOf([backwards])))).toBe(visibleJson(toDocument(planOf([operation]))));
});

it("survives a way through JSON", () => {
  const document = toDocument(planOf([imported("ada", PLANNED, { displayName: "Ada\u202e\u0007" })]));

  expect(JSON.parse(visibleJson(document))).toEqual(document);
});

it("says which limits and guards withheld something, and what lets it through", () => {
  const tripped: readonly Tripped[] = [
    { by: "limits.disable", withheld: 90, message: "90 of 812.", allow: "disable=90", details: [] },
    { by: "limits.shrinkScope", withheld: 3, message: "The scope shrank.", details: ["source.users.from"] },
  ];

  const [target] = toDocument(planOf([], { tripped })).targets;

  expect(target?.tripped).toEqual([
    { by: "limits.disable", withheld: 90, message: "90 of 812.", allow: "disable=90" },
    { by: "limits.shrinkScope", withheld: 3, message: "The scope shrank.", details: ["source.users.from"] },
  ]);
});

it("says under which number a run is recorded, and why its end is not", () => {
  const unrecorded = { code: "STATE_UNUSABLE", message: "The disk is full." };

  expect(toDocument(plan({ run: 42, unrecorded }))).toMatchObject({ run: 42, unrecorded });
});

it("writes what is handed over, by whom and to whom", () => {
  const { targets } = toDocument(planOf([handedOver("CORE (Core platform)", "ada", "office")]));

  expect(targets[0]?.operations).toEqual([
    {
      id: "cloud:hand-over:led-CORE (Core platform):id-ada",
      kind: "hand-over",
      user: { username: "ada", sourceId: "id-ada", targetId: "98-ada" },
      lead: { of: "project", id: "led-CORE (Core platform)", name: "CORE (Core platform)" },
      from: "ada",
      to: "office",
      fromId: "98-ada",
      toId: "98-office",
      changes: [],
      reason: "disabled-in-source",
      status: "planned",
    },
  ]);
  expect(targets[0]?.summary).toMatchObject({ "hand-over": 1, disable: 0 });
});
