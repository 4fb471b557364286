import type { Circumstances, PlanFile, TargetRecord } from "../../model/history.ts";
import { proseLines } from "../text/prose-lines.ts";
import { visibleText } from "../visible-text.ts";
import { kindCountWords } from "../words.ts";
import { timeWords } from "./run-words.ts";

/** The flags of a run as they are typed; empty when there were none: `--allow disable=50 --only crowd`. */
export function flagWords({ allow = [], only = [], approve, onlyKinds }: Circumstances): string {
  const flags = [
    ...only.map((target) => `--only ${target}`),
    ...allow.map((limit) => `--allow ${limit}`),
    ...(approve === undefined ? [] : [`--approve ${approve.join(",")}`]),
    ...(onlyKinds === undefined ? [] : [`--only-kinds ${onlyKinds.join(",")}`]),
  ];
  return visibleText(flags.join(" "));
}

/** `plan.json, made 2026-11-23 22:00:05 UTC, sha256:4f1c…`. The digest is whole: it is there to be compared. */
export function planFileWords({ file, digest, createdAt }: PlanFile): string {
  return `${visibleText(file)}, made ${timeWords(createdAt)}, sha256:${visibleText(digest)}`;
}

/**
 * Why a directory was left out, and what was withheld there; nothing where neither is so.
 *
 * @param isBegun Whether the run wrote anything down there before it gave up.
 */
export function leftOutLines(
  { error, withheld = [] }: TargetRecord,
  { width, isBegun }: { readonly width: number; readonly isBegun: boolean },
): readonly string[] {
  const counts = withheld.map(({ by, kind, count }) => `${kindCountWords(kind, count, "plan")} (${by})`);
  const sentences = [
    ...(counts.length === 0 ? [] : [`Withheld: ${counts.join(", ")}`]),
    ...(error === undefined
      ? []
      : [`${isBegun ? "Given up" : "Left out"}: ${error.message} (${error.code})`]),
    ...(error?.fix === undefined ? [] : [`Fix: ${error.fix}`]),
  ];
  return sentences.flatMap((sentence) => proseLines("", visibleText(sentence), { width }));
}
