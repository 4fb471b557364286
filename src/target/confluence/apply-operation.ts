import type { Operation } from "../../model/operation.ts";
import type { Hands } from "./hands.ts";
import { setActive } from "./set-active.ts";
import { addMember, createGroup, removeMember } from "./write-group.ts";
import { importUser, updateUser } from "./write-user.ts";

/**
 * Carries out one operation.
 *
 * @returns The id of what an import or create-group made.
 */
export async function applyOperation(operation: Operation, hands: Hands): Promise<string | undefined> {
  switch (operation.kind) {
    case "import":
      return importUser(operation, hands);
    case "create-group":
      return createGroup(operation, hands);
    case "link":
      // Only the state keeps links of Confluence.
      return undefined;
    case "hand-over":
      throw new Error(`Nobody leads anything in Confluence, such as ${operation.lead.name}.`);
    case "update":
      await updateUser(operation, hands);
      return undefined;
    case "enable":
    case "disable":
      await setActive(operation, hands);
      return undefined;
    case "add-member":
      await addMember(operation, hands);
      return undefined;
    case "remove-member":
      await removeMember(operation, hands);
      return undefined;
  }
}
