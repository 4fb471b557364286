import { foldName } from "../model/names.ts";

/** The groups that exist, each with its members. A group is read once, however often it is asked for. */
export type GroupReader<Member> = (
  names: readonly string[],
) => Promise<ReadonlyMap<string, readonly Member[]>>;

/** @param readMembers `undefined`: there is no such group. */
export function createGroupReader<Member>(
  readMembers: (group: string) => Promise<readonly Member[] | undefined>,
): GroupReader<Member> {
  const begun = new Map<string, Promise<readonly Member[] | undefined>>();
  return async (names) => {
    const once = [...new Map(names.map((name) => [foldName(name), name]))];
    const found = await Promise.all(
      once.map(async ([key, name]) => {
        const members = begun.get(key) ?? readMembers(name);
        begun.set(key, members);
        return [name, await members] as const;
      }),
    );
    return new Map(found.flatMap(([name, members]) => (members === undefined ? [] : [[name, members]])));
  };
}
