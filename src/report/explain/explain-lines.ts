import type { Paint } from "../text/paint.ts";
import { proseLines } from "../text/prose-lines.ts";

export interface ExplainLayout {
  readonly paint: Paint;
  readonly width: number;
}

/** One thing that is said: visible text, perhaps with a sign in front, perhaps further in. */
export interface Said {
  readonly text: string;
  /** One column wide; may hold colours. */
  readonly sign?: string;
  /** Columns further in. */
  readonly deeper?: number;
}

const LABEL = 12;
const INDENT = 2;

/**
 * A label, and beside it what is said, each from a line of its own; nothing when nothing is.
 *
 * ```text
 *   Username   userPrincipalName "Ada@example.com"
 *              → "ada"  lower case
 * ```
 */
export function factLines(
  label: string,
  said: readonly (Said | string)[],
  { paint, width }: ExplainLayout,
): readonly string[] {
  const lines = said.flatMap((one) => {
    const { text, sign, deeper = 0 } = typeof one === "string" ? { text: one } : one;
    const mark = sign === undefined ? "" : `${sign} `;
    return proseLines(mark, text, { width, indent: INDENT + LABEL + deeper });
  });
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  const named = paint.bold(label) + " ".repeat(LABEL - label.length);
  return [" ".repeat(INDENT) + named + first.slice(INDENT + LABEL), ...rest];
}
