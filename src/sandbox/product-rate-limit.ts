import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

export interface RateLimitOptions {
  /** Requests that a full bucket lets through at once. */
  readonly capacity: number;
  /** Requests that each interval gives back. */
  readonly fillRate: number;
  /** Length of an interval. */
  readonly intervalSeconds: number;
  /** Milliseconds since the epoch. The machine's own clock unless given. */
  readonly now?: () => number;
}

interface Bucket {
  tokens: number;
  /** When it was last filled, in milliseconds since the epoch. */
  filledAt: number;
}

/**
 * The rate limiting of the Data Center products: a bucket of tokens for each account, with headers on every
 * answer and a 429 when it is empty. Comes behind the sign-in: who is not let in uses up nothing.
 */
export function limitRate(app: FastifyInstance, options: RateLimitOptions): void {
  const { now = () => Date.now() } = options;
  const buckets = new Map<string, Bucket>();

  app.addHook("preParsing", async (request, reply) => {
    const bucket = bucketOf(request, buckets, { ...options, now });
    const isEmpty = bucket.tokens < 1;
    if (!isEmpty) bucket.tokens -= 1;
    sayLimits(reply, bucket, options);
    return isEmpty ? reply.code(429).send({ message: "Rate limit exceeded." }) : undefined;
  });
}

function bucketOf(
  { headers: { authorization = "" } }: FastifyRequest,
  buckets: Map<string, Bucket>,
  { capacity, fillRate, intervalSeconds, now }: Required<RateLimitOptions>,
): Bucket {
  const time = now();
  const bucket = buckets.get(authorization) ?? { tokens: capacity, filledAt: time };
  const intervals = Math.floor((time - bucket.filledAt) / (intervalSeconds * 1000));
  bucket.tokens = Math.min(capacity, bucket.tokens + intervals * fillRate);
  bucket.filledAt += intervals * intervalSeconds * 1000;
  buckets.set(authorization, bucket);
  return bucket;
}

function sayLimits(
  reply: FastifyReply,
  { tokens }: Bucket,
  { capacity, fillRate, intervalSeconds }: RateLimitOptions,
): void {
  reply
    .header("x-ratelimit-limit", capacity)
    .header("x-ratelimit-remaining", tokens)
    .header("x-ratelimit-interval-seconds", intervalSeconds)
    .header("x-ratelimit-fillrate", fillRate)
    .header("retry-after", tokens < 1 ? intervalSeconds : 0);
}
