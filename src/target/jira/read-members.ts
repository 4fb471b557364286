import { listBroken } from "../list-broken.ts";
import { passesAsIs } from "../passes-as-is.ts";
import type { JiraClient } from "./client.ts";
import { membersMissing } from "./explain.ts";
import type { MemberPage, WireUser } from "./wire.ts";

type MemberCalls = Pick<JiraClient, "listMembers">;

/**
 * Reads the members of a group, several pages at a time, and proves them complete: as many different ones as
 * Jira counts. Members of groups in it are among them, since Jira knows no way to tell them apart.
 *
 * @returns `undefined` when there is no such group.
 * @throws UsersyncError `INCOMPLETE_READ` when a second reading does not add up either.
 */
export async function readMembers(
  client: MemberCalls,
  group: string,
  signal: AbortSignal,
): Promise<readonly WireUser[] | undefined> {
  const first = await readOnce(client, group, signal);
  if (first === undefined || first.isComplete) return first?.users;
  const second = await readOnce(client, group, signal);
  if (second === undefined || second.isComplete) return second?.users;
  throw membersMissing(group, second.users.length, second.total);
}

interface Reading {
  readonly users: readonly WireUser[];
  readonly total: number;
  readonly isComplete: boolean;
}

async function readOnce(
  client: MemberCalls,
  group: string,
  signal: AbortSignal,
): Promise<Reading | undefined> {
  const first = await client.listMembers(group, 0, signal);
  if (first === undefined) return undefined;
  const later = startsBehind(first).map((start) =>
    client.listMembers(group, start, signal).catch((cause: unknown) => {
      throw passesAsIs(cause) ? cause : listBroken(`members of ${group}`, cause);
    }),
  );
  const pages = [first, ...(await Promise.all(later))];
  const users = new Map(pages.flatMap((page) => (page?.users ?? []).map((user) => [user.key, user])));
  const isSteady = pages.every((page) => page?.total === first.total);
  return {
    users: [...users.values()],
    total: first.total,
    isComplete: isSteady && users.size === first.total,
  };
}

/** Where the pages behind the first one begin, if they are as long as that. */
function startsBehind({ users, total }: MemberPage): readonly number[] {
  const stride = users.length;
  const count = stride === 0 ? 0 : Math.ceil(total / stride) - 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => stride * (index + 1));
}
