import type { AddMember, Operation } from "../../model/operation.ts";
import { applyEach, type Writers } from "../apply-each.ts";
import type { ApplyResult } from "../target.ts";
import type { Hands } from "./hands.ts";
import { importUser } from "./import-user.ts";
import { disableUser, enableUser } from "./switch-access.ts";
import { addMembers, createGroup, removeMember } from "./write-group.ts";
import { updateUser } from "./write-user.ts";

/** How Bitbucket does what a plan says. Links are the state's alone, and nobody leads anything there. */
const WRITERS: Writers<Hands> = {
  import: importUser,
  update: updateUser,
  enable: enableUser,
  disable: disableUser,
  "create-group": createGroup,
  "remove-member": removeMember,
};

/** Carries out a batch. Only adding takes many at once; removals go one each, as many at a time as the server is to see. */
export async function applyBatch(batch: readonly Operation[], hands: Hands): Promise<readonly ApplyResult[]> {
  if (batch.every(isAddition)) return addMembers(batch, hands);
  return (await Promise.all(batch.map((one) => applyEach([one], WRITERS, hands)))).flat();
}

function isAddition(operation: Operation): operation is AddMember {
  return operation.kind === "add-member";
}
