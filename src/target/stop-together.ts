/** Does something in several parts at a time; when one of them fails, the others are given up. */
export async function stopTogether<Result>(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const giveUp = new AbortController();
  try {
    return await work(AbortSignal.any([signal, giveUp.signal]));
  } finally {
    giveUp.abort();
  }
}
