/** Asks a question once, whoever wants to know; again only after it brought no answer. */
export function once<Answer>(ask: (signal: AbortSignal) => Promise<Answer>) {
  let answer: Promise<Answer> | undefined;
  return (signal: AbortSignal): Promise<Answer> => {
    answer ??= ask(signal).catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}
