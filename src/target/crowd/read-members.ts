import { foldName } from "../../model/names.ts";
import { passesAsIs } from "../passes-as-is.ts";
import type { CrowdClient } from "./client.ts";
import { listBroken, pageRepeats } from "./explain.ts";
import { type MembershipDump, parseMemberships } from "./parse-memberships.ts";
import { crowdKey } from "./to-model.ts";

type MemberCalls = Pick<CrowdClient, "listMembers" | "listChildren" | "getGroup" | "dumpMemberships">;

export interface MemberOptions {
  /** Whether the groups in them are wanted as well. */
  readonly nesting: boolean;
  readonly signal: AbortSignal;
}

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
  options: MemberOptions,
): Promise<readonly MembershipDump[]> {
  const names = new Map((await wanted).map((name) => [foldName(name), name]));
  const [first] = names.values();
  if (first === undefined) return [];
  if (names.size === 1) return readGroup(client, first, options);
  const { nesting, signal } = options;
  const xml = await client.dumpMemberships(signal);
  return parseMemberships(xml, { isWanted: (group) => names.has(foldName(group)), nesting });
}

/** Older servers answer with no members for a group that does not exist (CWD-4470), so an empty group is looked up. */
async function readGroup(
  client: MemberCalls,
  name: string,
  { nesting, signal }: MemberOptions,
): Promise<readonly MembershipDump[]> {
  const users = await readNames((start) => client.listMembers(name, start, signal));
  if (users === undefined) return [];
  const found = users.length > 0 ? { name } : await client.getGroup(name, signal);
  if (found === undefined) return [];
  const groups = nesting ? await readNames((start) => client.listChildren(name, start, signal)) : undefined;
  return [{ name: found.name, users, ...(nesting && { groups: groups ?? [] }) }];
}

async function readNames(
  listFrom: (start: number) => Promise<readonly { readonly name: string }[] | undefined>,
): Promise<readonly string[] | undefined> {
  const names = new Map<string, string>();
  let received = 0;
  for (;;) {
    const page = await listFrom(received).catch((cause: unknown) => {
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
