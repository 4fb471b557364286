/**
 * How long a server asks to be left alone.
 *
 * Never throws: a header that cannot be read counts as absent, and the caller falls back to its own backoff.
 *
 * @param header `Retry-After` as received: whole seconds or an HTTP date; for `X-RateLimit-Reset` an ISO date.
 * @param now Milliseconds since the epoch, from the caller's clock.
 * @returns Milliseconds, 0 or more and never cut down; `undefined` if the header does not say.
 * @see RFC 9110, section 10.2.3
 */
export function retryDelay(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3},? |^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Our own wait before the given attempt: exponential with full jitter, so that many clients spread out.
 *
 * @param attempt 1 for the first retry.
 * @param random 0 to 1, from the caller.
 * @returns Milliseconds between 0 and one minute.
 */
export function backoff(attempt: number, random: number): number {
  return Math.min(60_000, 1000 * 2 ** (attempt - 1)) * random;
}
