import type { ApplyProgress } from "../../apply/apply-plan.ts";
import type { ReadProgress } from "../../model/log.ts";
import { countWords } from "../../report/words.ts";

/** What was read so far, by who reads. */
export type ReadCounts = ReadonlyMap<string, ReadonlyMap<ReadProgress["what"], number>>;

/** `source 812 users, 14 groups · cloud 400 users` */
export function readText(counts: ReadCounts): string {
  const parts = [...counts].map(([who, read]) => {
    const numbers = [...read].map(
      ([what, count]) => `${countWords(count)} ${count === 1 ? what.slice(0, -1) : what}`,
    );
    return `${who} ${numbers.join(", ")}`;
  });
  return `Reading  ${parts.join(" · ")}`.trimEnd();
}

/**
 * `cloud 120 of 812, 3 failed · 41/s · about 17 s left`
 *
 * @param elapsed Milliseconds since the first operation was sent.
 */
export function applyText(targets: ReadonlyMap<string, ApplyProgress>, elapsed: number): string {
  const all = [...targets.values()];
  const finished = sum(all.map(({ done, failed }) => done + failed));
  const left = sum(all.map(({ total }) => total)) - finished;
  const parts = [...targets].map(([name, { done, failed, total }]) => {
    const failures = failed === 0 ? "" : `, ${countWords(failed)} failed`;
    return `${name} ${countWords(done + failed)} of ${countWords(total)}${failures}`;
  });
  return [`Applying  ${parts.join(", ")}`, ...paceText(finished, left, elapsed)].join(" · ");
}

/** Too early, a rate is noise. */
const FIRST_RATE_AFTER = 1000;

function paceText(finished: number, left: number, elapsed: number): readonly string[] {
  if (elapsed < FIRST_RATE_AFTER || finished === 0) return [];
  const perSecond = finished / (elapsed / 1000);
  const pace = `${perSecond < 10 ? perSecond.toFixed(1) : countWords(Math.round(perSecond))}/s`;
  return left === 0 ? [pace] : [pace, `about ${durationText((left / perSecond) * 1000)} left`];
}

/** @param milliseconds Rounded up to whole seconds, minutes or tenths of an hour. */
export function durationText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
