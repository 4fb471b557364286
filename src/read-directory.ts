import type { DirectorySnapshot } from "./model/directory-snapshot.ts";
import type { TargetId } from "./model/ids.ts";
import type { Attempt, OpenEntry } from "./model/recorded.ts";
import { type Recalled, recall } from "./plan/recall/recall.ts";
import type { State } from "./state/state.ts";
import type { DirectoryReadOptions, Target } from "./target/target.ts";

export interface KnownDirectory {
  readonly target: Target;
  /** Which directory it is in the state. */
  readonly directory: string;
  readonly state: Pick<State, "links">;
  /** What a run that died left open there. */
  readonly open: readonly OpenEntry[];
  /** Whose import failed. */
  readonly attempted?: readonly Attempt[];
}

/**
 * Reads a directory and puts on its accounts what the state remembers of them.
 *
 * @throws UsersyncError As `Target.read` and `State.links` do.
 */
export async function readDirectory(known: KnownDirectory, options: DirectoryReadOptions): Promise<Recalled> {
  const { target, directory, state, open, attempted = [] } = known;
  const read = await target.read(options);
  const whole = read.partial === true ? await withUnlisted(read, known, options.signal) : read;
  return await recall(whole, state.links(directory), { capabilities: target.capabilities, open, attempted });
}

/** Accounts that the directory does not list, but that the state knows: they are looked up one by one. */
async function withUnlisted(
  read: DirectorySnapshot,
  { target, directory, state }: KnownDirectory,
  signal: AbortSignal,
): Promise<DirectorySnapshot> {
  const listed = new Set<TargetId>(read.accounts.map(({ id }) => id));
  const accounts: TargetId[] = [];
  for await (const links of state.links(directory)) {
    accounts.push(...links.flatMap(({ targetId }) => (listed.has(targetId) ? [] : [targetId])));
  }
  if (accounts.length === 0) return read;
  const found = await target.look({ accounts, usernames: [], groups: [] }, signal);
  return { ...read, accounts: [...read.accounts, ...found.accounts] };
}
