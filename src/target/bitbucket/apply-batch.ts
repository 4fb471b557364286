import type { AddMember, Operation } from "../../model/operation.ts";
import { applyEach } from "../apply-each.ts";
import type { ApplyResult } from "../target.ts";
import type { Hands } from "./hands.ts";
import { importUser } from "./import-user.ts";
import { disableUser, enableUser } from "./switch-access.ts";
import { addMembers, createGroup, removeMember } from "./write-group.ts";
import { updateUser } from "./write-user.ts";

/** Carries out a batch. Only adding takes many at once; removals go one each, as many at a time as the server is to see. */
export async function applyBatch(batch: readonly Operation[], hands: Hands): Promise<readonly ApplyResult[]> {
  if (batch.every(isAddition)) return addMembers(batch, hands);
  const results = batch.map((one) =>
    applyEach([one], (operation) => applyOne(operation, hands), hands.signal),
  );
  return (await Promise.all(results)).flat();
}

/** @returns The id of what an import or create-group made. */
async function applyOne(operation: Operation, hands: Hands): Promise<string | undefined> {
  switch (operation.kind) {
    case "import":
      return importUser(operation, hands);
    case "create-group":
      return createGroup(operation, hands);
    case "link":
      // Only the state keeps links of Bitbucket.
      return undefined;
    case "update":
      await updateUser(operation, hands);
      return undefined;
    case "enable":
      await enableUser(operation, hands);
      return undefined;
    case "disable":
      await disableUser(operation, hands);
      return undefined;
    case "remove-member":
      await removeMember(operation, hands);
      return undefined;
    case "add-member":
    case "hand-over":
      throw new Error(`Bitbucket was told to ${operation.kind} by itself.`);
  }
}

function isAddition(operation: Operation): operation is AddMember {
  return operation.kind === "add-member";
}
