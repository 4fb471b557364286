import { foldName } from "../../model/names.ts";
import type { ConfluenceClient } from "./client.ts";
import { readMembers } from "./read-members.ts";
import type { Roll } from "./roll.ts";
import type { WireUser } from "./wire.ts";

/** The groups that exist, each with its members. A group is read once, however often it is asked for. */
export type GroupReader = (names: readonly string[]) => Promise<ReadonlyMap<string, readonly WireUser[]>>;

/** @param roll Where the members go too: each of them is an account. */
export function createGroupReader(
  client: Pick<ConfluenceClient, "listMembers" | "findGroup">,
  roll: Pick<Roll, "add">,
  signal: AbortSignal,
): GroupReader {
  const begun = new Map<string, Promise<readonly WireUser[] | undefined>>();
  const readOne = async (name: string) => {
    const members = await readMembers(client, name, signal);
    if (members !== undefined) roll.add(members);
    return members;
  };
  return async (names) => {
    const once = [...new Map(names.map((name) => [foldName(name), name]))];
    const found = await Promise.all(
      once.map(async ([key, name]) => {
        const members = begun.get(key) ?? readOne(name);
        begun.set(key, members);
        return [name, await members] as const;
      }),
    );
    return new Map(found.flatMap(([name, members]) => (members === undefined ? [] : [[name, members]])));
  };
}
