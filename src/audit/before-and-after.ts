import type { Access } from "../model/access.ts";
import type { GroupSource } from "../model/desired.ts";
import type { Change, Operation } from "../model/operation.ts";
import type { Side } from "./audit-event.ts";

/** What an operation replaces, and by what; of an account or a group only what the operation is about. */
export function beforeAndAfter(operation: Operation): { readonly before: Side; readonly after: Side } {
  switch (operation.kind) {
    case "import": {
      const { changes, access } = operation;
      return { before: null, after: { ...sideOf(changes, "to"), ...accessOf(access) } };
    }
    case "update":
    case "link":
      return { before: sideOf(operation.changes, "from"), after: sideOf(operation.changes, "to") };
    case "enable":
      return { before: { active: false }, after: { active: true, ...accessOf(operation.access) } };
    case "disable":
      return { before: { active: true, ...accessOf(operation.access) }, after: { active: false } };
    case "create-group":
      return { before: null, after: { name: operation.group.name } };
    case "adopt-group":
      return { before: { kept: false }, after: { kept: true, sources: idsOf(operation.sources) } };
    case "release-group":
      return { before: { kept: true, sources: idsOf(operation.sources) }, after: { kept: false } };
    case "add-member":
    case "add-group":
      return { before: { member: false }, after: { member: true } };
    case "remove-member":
    case "remove-group":
      return { before: { member: true }, after: { member: false } };
    case "hand-over":
      return { before: { leader: operation.from }, after: { leader: operation.to } };
  }
}

function idsOf(sources: readonly GroupSource[]): string {
  return sources.map(({ id }) => id).join(", ");
}

/** What lets an account in where it has no flag. */
function accessOf(access: Access | undefined): Readonly<Record<string, string>> {
  if (access === undefined) return {};
  const { groups, permission } = access;
  return { groups: groups.join(", "), ...(permission === undefined ? {} : { permission }) };
}

function sideOf(changes: readonly Change[], side: "from" | "to"): Side {
  return Object.fromEntries(changes.map((change) => [change.field, change[side]]));
}
