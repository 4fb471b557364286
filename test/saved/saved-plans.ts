import type { Change } from "../../src/model/operation.ts";
import type { Plan, PlannedOperation } from "../../src/model/plan.ts";
import { visibleJson } from "../../src/report/visible-text.ts";
import { readSavedPlan } from "../../src/saved/read-saved-plan.ts";
import { type Bounds, digestOf, type SavedPlanDocument, savePlan } from "../../src/saved/save-plan.ts";
import { cloud, crowd, parse, raw } from "../config/config-builder.ts";
import { sourceId } from "../support/people.ts";
import {
  change,
  disabled,
  enabled,
  groupAdopted,
  groupCreated,
  groupReleased,
  imported,
  linked,
  memberAdded,
  memberRemoved,
  note,
  PLANNED,
  plan,
  planOf,
  targetPlan,
  updated,
  withAccess,
  withheld,
} from "../support/plans.ts";

export const VERSION = "1.2.3";

/** What plans are bound to here. Tests name only what they are about. */
export function bounds(options: Parameters<typeof raw>[0] = {}, version = VERSION): Bounds {
  return { config: parse(raw({ targets: [cloud(), crowd()], ...options })), version };
}

/** The same operation about a person with an id as Entra gives it. */
export function known(operation: PlannedOperation): PlannedOperation {
  if (!("user" in operation)) return operation;
  const id = sourceId(operation.user.username);
  const user = { ...operation.user, sourceId: id };
  if (operation.kind !== "link") return { ...operation, user } as PlannedOperation;
  const changes = operation.changes.map((one): Change => ({ ...one, to: id }));
  return { ...operation, user, changes } as PlannedOperation;
}

/** A plan with something of everything that a plan can hold. */
export function fullPlan(): Plan {
  const operations = [
    groupCreated("team"),
    linked("zoe", "email"),
    linked("yann", "state"),
    imported("ada", PLANNED, { displayName: "Ada\u202e Lovelace" }),
    enabled("eve"),
    updated("bob", [change("username", "bob", "robert"), change("email", "", "bob@example.com")]),
    memberAdded("team", "ada"),
    memberRemoved("team", "carl", withheld("limits.removeMembers")),
    disabled("carl", withheld("limits.disable"), "left-scope"),
    disabled("dora", PLANNED, "deleted-in-source"),
    {
      ...disabled("gil"),
      access: { groups: ["stash-users"], permission: "LICENSED_USER" },
    } as PlannedOperation,
    withAccess(enabled("hal"), "stash-users"),
    groupAdopted("crew", withheld("mapping.groups.adopt")),
    groupReleased("sales"),
    {
      ...updated("ivy", [change("displayName", "Ivy", "Ivy Jones")]),
      email: "ivy@example.com",
    } as PlannedOperation,
  ].map(known);
  const tripped = [
    { by: "limits.disable", withheld: 1, message: "2 of 9.", allow: "disable=2", details: [] },
    { by: "limits.removeMembers", withheld: 1, message: "1 of 2.", details: ["team: 1 of 2"] },
  ];
  const notes = [note("collision", "gus", "two Entra users map to this username", ["1", "2"])];
  return plan({
    targets: [
      targetPlan({ operations, tripped, notes }),
      targetPlan({ name: "crowd", type: "crowd", operations: [known(disabled("ada"))] }),
    ],
  });
}

export function saved(what: Plan = planOf([known(imported("ada"))]), within: Bounds = bounds()): string {
  return visibleJson(JSON.parse(JSON.stringify(toPlain(savePlan(what, within)))));
}

/** With the operations in lists, as they are once they are written. */
function toPlain(document: SavedPlanDocument): SavedPlanDocument {
  const targets = document.targets.map((target) => ({ ...target, operations: [...target.operations] }));
  return { ...document, targets };
}

export function read(text: string, within: Bounds = bounds()): Plan {
  return readSavedPlan(text, { ...within, path: "plan.json" }).plan;
}

/** The file after somebody changed it who knows how to make a digest. */
export function forged(text: string, edit: (document: Editable) => unknown): string {
  const document = JSON.parse(text) as Editable & SavedPlanDocument;
  edit(document);
  const { saved: binding, ...rest } = document;
  return JSON.stringify({ ...rest, saved: { ...binding, digest: digestOf(rest, binding) } });
}

/** A document that is not looked after by types. */
// biome-ignore lint/suspicious/noExplicitAny: tests break it in every way.
export type Editable = any;
