import type { Holder, State } from "../state/state.ts";

export interface Claim {
  readonly state: State;
  readonly directories: readonly string[];
  readonly holder: Holder;
}

/**
 * Works on directories that nobody else works on meanwhile.
 *
 * @param work Gets a signal that is aborted too when the claim is lost.
 * @throws UsersyncError `LOCKED` when another run holds one of them, `STATE_UNUSABLE`.
 */
export async function underLock<Result>(
  { state, directories, holder }: Claim,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const lock = await state.lock(directories, holder);
  try {
    return await work(AbortSignal.any([signal, lock.lost]));
  } finally {
    await lock.release();
  }
}
