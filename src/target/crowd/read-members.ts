import { foldName } from "../../model/names.ts";
import { passesAsIs } from "../passes-as-is.ts";
import type { CrowdClient } from "./client.ts";
import { listBroken, pageRepeats } from "./explain.ts";
import { type MembershipDump, parseMemberships } from "./parse-memberships.ts";
import { crowdKey } from "./to-model.ts";

type MemberCalls = Pick<CrowdClient, "listMembers" | "getGroup" | "dumpMemberships">;

/**
 * Reads the members of the wanted groups, as far as these exist.
 *
 * One group is asked for by itself. For more, the dump of everything is one request, where asking for
 * each would be two or more.
 *
 * @param wanted Names in any case.
 */
export async function readMembers(
  client: MemberCalls,
  wanted: readonly string[] | Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<readonly MembershipDump[]> {
  const names = new Map((await wanted).map((name) => [foldName(name), name]));
  const [first] = names.values();
  if (first === undefined) return [];
  if (names.size === 1) return readGroup(client, first, signal);
  const xml = await client.dumpMemberships(signal);
  return parseMemberships(xml, { isWanted: (group) => names.has(foldName(group)) });
}

/** Older servers answer with no members for a group that does not exist (CWD-4470), so an empty group is looked up. */
async function readGroup(
  client: MemberCalls,
  name: string,
  signal: AbortSignal,
): Promise<readonly MembershipDump[]> {
  const users = await readNames(client, name, signal);
  if (users === undefined) return [];
  if (users.length > 0) return [{ name, users }];
  const group = await client.getGroup(name, signal);
  return group === undefined ? [] : [{ name: group.name, users: [] }];
}

async function readNames(
  client: MemberCalls,
  group: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const names = new Map<string, string>();
  let received = 0;
  for (;;) {
    const page = await client.listMembers(group, received, signal).catch((cause: unknown) => {
      throw received === 0 || passesAsIs(cause) ? cause : listBroken(received, cause);
    });
    if (page === undefined) return undefined;
    if (page.length === 0) return [...names.values()];
    const before = names.size;
    for (const { name } of page) names.set(crowdKey(name), name);
    if (names.size === before) throw pageRepeats(received);
    received += page.length;
  }
}
