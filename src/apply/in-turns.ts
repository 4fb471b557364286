import type { Batch } from "./batches.ts";

/**
 * Works through batches, at most `concurrency` at a time, each after those that it waits for.
 *
 * Batches start in order and wait only for earlier ones, so nothing can wait for ever.
 * `work` must not throw.
 */
export async function inTurns(
  batches: readonly Batch[],
  concurrency: number,
  work: (batch: Batch, index: number) => Promise<void>,
): Promise<void> {
  // Whatever began and is not in here any more is finished.
  const running = new Map<number, Promise<void>>();
  const queue = batches.entries();
  const worker = async () => {
    for (const [index, batch] of queue) {
      const before = batch.after.flatMap((earlier) => running.get(earlier) ?? []);
      const turn =
        before.length === 0 ? work(batch, index) : Promise.all(before).then(() => work(batch, index));
      running.set(index, turn);
      await turn;
      running.delete(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, worker));
}
