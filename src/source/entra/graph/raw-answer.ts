/** An answer as it came, its body read to the end. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly requestId: string | undefined;
  /** Milliseconds; `undefined` when the server does not say. */
  readonly retryAfter: number | undefined;
  readonly isEmpty: boolean;
  /**
   * The body, taken out of JSON.
   *
   * @throws SyntaxError when it is not JSON, or not all of it.
   */
  parse(): unknown;
}

/** What Microsoft's support asks for first; goes behind the sentence that says what happened. */
export function mentionRequest({ requestId }: RawAnswer): string {
  return requestId === undefined ? "" : ` (request-id ${requestId})`;
}
