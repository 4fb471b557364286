import type { BothLimits, Limit } from "./config.ts";

/** What is wrong with a limit, or the limit. */
export type LimitReading = { readonly limit: Limit } | { readonly wrong: string };

/** What a limit may be, for messages. */
export const LIMIT_FORMS =
  "a share such as 10%, a number such as 25, both as 10% or 25, or none to lift the limit";

const SHARE = /^(-?\d+(?:\.\d+)?)\s*%$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Reads `10%`, `25`, `10% or 25` (whichever is less), `none`. `0` and `0%` both mean never. */
export function readLimit(value: unknown): LimitReading {
  if (typeof value === "number") return readCount(value);
  if (typeof value !== "string") return { wrong: "is no limit" };
  const text = value.trim();
  if (text === "none") return { limit: "none" };
  const [share, count, more] = text.split(/\s+or\s+/);
  if (share !== undefined && count !== undefined && more === undefined) return readBoth(share, count);
  if (NUMBER.test(text)) return readCount(Number(text));
  const percent = SHARE.exec(text)?.[1];
  return percent === undefined ? { wrong: "is no limit" } : readShare(Number(percent));
}

function readBoth(one: string, other: string): LimitReading {
  const readings = [readLimit(one), readLimit(other)];
  const wrong = readings.find((reading) => "wrong" in reading);
  if (wrong !== undefined) return wrong;
  const both = Object.assign({}, ...readings.map((reading) => "limit" in reading && reading.limit)) as object;
  if (!("share" in both && "count" in both)) return { wrong: "is not a share and a number" };
  return { limit: both as BothLimits };
}

function readCount(count: number): LimitReading {
  if (!Number.isFinite(count)) return { wrong: "is no limit" };
  if (count < 0) return { wrong: "is below zero" };
  if (!Number.isInteger(count))
    return { wrong: "is a fraction of an account; was a share meant, with a % sign?" };
  return { limit: { count } };
}

function readShare(percent: number): LimitReading {
  if (percent < 0) return { wrong: "is below zero" };
  if (percent > 100) return { wrong: "is more than all there are" };
  return { limit: { share: percent / 100 } };
}
