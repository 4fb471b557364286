import type { Batch } from "./batches.ts";

/** Operations written down at a time. One durable write for each portion, instead of one for each operation. */
const PORTION = 256;

/**
 * Sees to it that no batch is sent before it stands in the journal.
 *
 * @param write Writes the operations at these places down.
 * @returns Resolves once the batch of that index is written down; rejects when that failed.
 */
export function writeAhead(
  batches: readonly Batch[],
  write: (places: readonly number[]) => Promise<void>,
): (index: number) => Promise<void> {
  let written = 0;
  let last: Promise<void> = Promise.resolve();
  return (index) => {
    if (index < written) return last;
    const places: number[] = [];
    while (written < batches.length && (written <= index || places.length < PORTION)) {
      places.push(...(batches[written]?.places ?? []));
      written += 1;
    }
    // A portion that failed keeps the later ones from being sent.
    last = last.then(() => write(places));
    return last;
  };
}
