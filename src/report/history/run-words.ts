import type { RunRecord, Trigger, Undone } from "../../model/history.ts";
import { visibleText } from "../visible-text.ts";
import { countWords, KINDS, kindCountWords, pluralWords } from "../words.ts";
import { secondsBetween } from "./history-document.ts";

const TRIGGER_WORDS: Readonly<Record<Trigger, string>> = {
  terminal: "from a terminal",
  cron: "by cron",
  ci: "in a pipeline",
  script: "from a script",
};

const EXIT_WORDS: readonly string[] = [
  "done",
  "ended with an error",
  "done",
  "some operations were not done",
  "a limit or guard held something back",
  "a read was incomplete, nothing was written",
  "another run held the lock",
];

/** `2026-11-23 22:00:05 UTC`. A time that is none stays as it is. */
export function timeWords(iso: string): string {
  const time = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return time === null ? visibleText(iso) : `${time[1]} ${time[2]} UTC`;
}

/** The time of day alone where it is the day of an earlier time. */
function laterWords(iso: string, earlier: string): string {
  const [words, day] = [timeWords(iso), `${earlier.slice(0, 10)} `];
  return words.startsWith(day) ? words.slice(day.length) : words;
}

/** `0.4 s`, `12 s`, `3 min 5 s`, `2 h 4 min`; empty when the end is not known. */
export function durationWords({ startedAt, endedAt }: RunRecord): string {
  if (endedAt === undefined) return "";
  const exact = secondsBetween(startedAt, endedAt);
  if (exact < 10) return `${Number(exact.toFixed(1))} s`;
  const seconds = Math.round(exact);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min ${seconds % 60} s` : `${hours} h ${minutes % 60} min`;
}

/** `run`, `apply`, `undo of run 41`. */
export function kindWords({ kind, undoes }: RunRecord): string {
  return undoes === undefined ? kind : `${kind} of run ${undoes}`;
}

/** `usersync@sync-1, by cron`. */
export function originWords(run: RunRecord): string {
  return `${originOf(run)}, ${TRIGGER_WORDS[run.trigger]}`;
}

/** `usersync@sync-1`. */
export function originOf({ who, host }: Pick<RunRecord, "who" | "host">): string {
  return `${visibleText(who)}@${visibleText(host)}`;
}

/** How a run ended, and whether it was taken back since. */
export function outcomeWords(run: RunRecord): string {
  const back = run.undone === undefined ? "" : `; ${undoneWords(run.undone)}`;
  return `${endWords(run)}${back}`;
}

/** `taken back by run 6`, `partly taken back by runs 5 and 6`. */
function undoneWords({ by, whole }: Undone): string {
  const [last, ...before] = by.map(String).reverse();
  const names = before.length === 0 ? `run ${last}` : `runs ${before.reverse().join(", ")} and ${last}`;
  return `${whole ? "" : "partly "}taken back by ${names}`;
}

function endWords({ outcome, exitCode, startedAt, lastSignAt }: RunRecord): string {
  switch (outcome) {
    case "running":
      return "under way";
    case "interrupted":
      if (lastSignAt === undefined) return "interrupted";
      return `interrupted, last sign of life ${laterWords(lastSignAt, startedAt)}`;
    case "ended": {
      if (exitCode === undefined) return "ended";
      const words = EXIT_WORDS[exitCode] ?? "ended";
      return exitCode === 0 ? words : `${words} (exit ${exitCode})`;
    }
  }
}

/** `3 imported, 1 updated, 2 withheld, 2 not done, 1 unknown`. */
export function countsWords({ kind, done, failed, unknown, targets }: RunRecord): string {
  const withheld = targets
    .flatMap((target) => target.withheld ?? [])
    .reduce((sum, { count }) => sum + count, 0);
  const counts = KINDS.flatMap((deed) => {
    const count = deed === "unlink" ? 0 : (done[deed] ?? 0);
    if (count === 0) return [];
    // An undo takes links away and gives them back, and the record does not tell how many of each.
    if (deed === "link" && kind === "undo") return [`${pluralWords(count, "link")} taken away or given back`];
    const words = deed === "link" && kind === "unlink" ? kind : deed;
    return [kindCountWords(words, count, "result")];
  });
  const rest = [
    ...(withheld === 0 ? [] : [`${countWords(withheld)} withheld`]),
    ...(failed === 0 ? [] : [`${countWords(failed)} not done`]),
    ...(unknown === 0 ? [] : [`${countWords(unknown)} unknown`]),
  ];
  const words =
    counts.length === 0 && failed + unknown === 0 ? ["nothing changed", ...rest] : [...counts, ...rest];
  return words.join(", ");
}
