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
 * When the directory refuses that, the group is read again: what is already so counts as done, and the rest
 * is sent in halves, so that one member that it will not have does not keep the others out.
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
    if (!isRefused(error)) return failAll(operations, write.toFailure(error));
    return await settleRefused(write, operations, error);
  }
}

async function settleRefused(
  write: MembersWrite,
  operations: readonly MemberOperation[],
  error: unknown,
): Promise<readonly ApplyResult[]> {
  let members: ReadonlySet<string | undefined>;
  try {
    members = await membersOf(write);
  } catch (unread) {
    return failAll(operations, write.toFailure(unread));
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
  const { members = [] } = await client.getGroup(groupId, signal);
  return new Set(members.map(({ value }) => value));
}

const DONE: ApplyResult = { status: "done" };

function failAll(operations: readonly MemberOperation[], error: Failure): readonly ApplyResult[] {
  return operations.map(() => ({ status: "failed", error }));
}

function isRefused(error: unknown): boolean {
  return error instanceof HttpError && (error.status === 400 || error.status === 409);
}
