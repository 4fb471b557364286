import type { AddGroup, AddMember, Operation, RemoveGroup, RemoveMember } from "../../model/operation.ts";
import { visibleText } from "../visible-text.ts";
import { countWords, KIND_WORDS, REASON_WORDS } from "../words.ts";
import { groupBy } from "./group-by.ts";
import type { Column, Entry, Line } from "./table.ts";

/** Somebody or a group joins a group, or leaves it. */
export type Membership = AddMember | RemoveMember | AddGroup | RemoveGroup;

/** @param title Of the column with those who join or leave. */
export function membershipColumns(title: string): readonly Column[] {
  return [
    { title: "Group" },
    { title: "Change", role: "words" },
    { title: "Reason", role: "reason" },
    { title, role: "names" },
  ];
}

/** An entry for each group, a line in it for those who join and those who leave, and for each reason. */
export function membershipEntries(operations: readonly Operation[]): readonly Entry[] {
  const groups = groupBy(operations.filter(isMembership), ({ group }) => group.name);
  return [...groups].map(([name, steps]) => {
    const ways = groupBy(steps, ({ kind, reason }) => `${kind} ${reason}`);
    return { weight: steps.length, lines: [...ways.values()].flatMap((way) => memberLine(name, way)) };
  });
}

export function isMembership(operation: Operation): operation is Membership {
  switch (operation.kind) {
    case "add-member":
    case "add-group":
    case "remove-member":
    case "remove-group":
      return true;
    case "adopt-group":
    case "create-group":
    case "release-group":
    case "link":
    case "import":
    case "enable":
    case "update":
    case "hand-over":
    case "disable":
      return false;
  }
}

function memberLine(group: string, steps: readonly Membership[]): readonly Line[] {
  return steps.slice(0, 1).map(({ kind, reason }) => ({
    kind,
    cells: [
      visibleText(group),
      `${KIND_WORDS[kind].sign}${countWords(steps.length)}`,
      REASON_WORDS[reason],
      steps.map((step) => visibleText("user" in step ? step.user.username : step.child.name)),
    ],
  }));
}
