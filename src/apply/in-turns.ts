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
  const finished: Promise<void>[] = [];
  const queue = batches.entries();
  const worker = async () => {
    for (const [index, batch] of queue) {
      const before = batch.after.map((earlier) => finished[earlier]);
      const turn =
        before.length === 0 ? work(batch, index) : Promise.all(before).then(() => work(batch, index));
      finished[index] = turn;
      await turn;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, worker));
}
