import { mayBeDone } from "../../http/confirm-write.ts";
import { HttpError } from "../../http/http-error.ts";
import type { AddMember, RemoveMember } from "../../model/operation.ts";
import type { Failure } from "../../model/plan.ts";
import type { ApplyResult } from "../target.ts";
import type { CloudClient } from "./client.ts";
import { toMembersPatch } from "./from-operation.ts";
import { isGone } from "./is-gone.ts";

export type MemberOperation = AddMember | RemoveMember;

interface MembersWrite {
  readonly client: CloudClient;
  readonly groupId: string;
  readonly signal: AbortSignal;
  /** Throws what concerns the whole run. */
  readonly toFailure: (error: unknown) => Failure;
}

/**
 * Adds members to one group, or removes them from it, with one request.
 *
 * When that fails, the group is read again: what is already so counts as done. After a refusal the rest is
 * sent in halves, so that one member that the directory will not have does not keep the others out.
 *
 * @returns One result for each operation, in order.
 */
export async function changeMembers(
  write: MembersWrite,
  operations: readonly MemberOperation[],
): Promise<readonly ApplyResult[]> {
  const { client, groupId, signal } = write;
  try {
    await client.patchGroup(groupId, toMembersPatch(operations), signal);
    return operations.map(() => DONE);
  } catch (error) {
    if (isGone(error) && operations.every(({ kind }) => kind === "remove-member")) {
      return operations.map(() => DONE);
    }
    if (!mayBeDone(error)) return failAll(operations, write.toFailure(error));
    return await settle(write, operations, error);
  }
}

async function settle(
  write: MembersWrite,
  operations: readonly MemberOperation[],
  error: unknown,
): Promise<readonly ApplyResult[]> {
  let members: ReadonlySet<string | undefined>;
  try {
    members = await membersOf(write);
  } catch (unread) {
    // Throws what ends the run; anything else says less than why the change failed.
    write.toFailure(unread);
    return failAll(operations, write.toFailure(error));
  }
  const isSo = ({ kind, user }: MemberOperation) => members.has(user.targetId) === (kind === "add-member");
  const open = operations.filter((operation) => !isSo(operation));
  const results = await sendOpen(write, open, { error, isFewer: open.length < operations.length });
  const byId = new Map(open.map(({ id }, index) => [id, results[index]]));
  return operations.map(({ id }) => byId.get(id) ?? DONE);
}

async function sendOpen(
  write: MembersWrite,
  open: readonly MemberOperation[],
  { error, isFewer }: { readonly error: unknown; readonly isFewer: boolean },
): Promise<readonly ApplyResult[]> {
  if (open.length === 0) return [];
  if (!isRefused(error)) return failAll(open, write.toFailure(error));
  if (isFewer) return await changeMembers(write, open);
  if (open.length === 1) return failAll(open, write.toFailure(error));
  const middle = Math.ceil(open.length / 2);
  const first = await changeMembers(write, open.slice(0, middle));
  const second = await changeMembers(write, open.slice(middle));
  return [...first, ...second];
}

async function membersOf({
  client,
  groupId,
  signal,
}: MembersWrite): Promise<ReadonlySet<string | undefined>> {
  try {
    const { members = [] } = await client.getGroup(groupId, signal);
    return new Set(members.map(({ value }) => value));
  } catch (error) {
    if (isGone(error)) return new Set();
    throw error;
  }
}

const DONE: ApplyResult = { status: "done" };

function failAll(operations: readonly MemberOperation[], error: Failure): readonly ApplyResult[] {
  return operations.map(() => ({ status: "failed", error }));
}

function isRefused(error: unknown): boolean {
  return error instanceof HttpError && (error.status === 400 || error.status === 409);
}
