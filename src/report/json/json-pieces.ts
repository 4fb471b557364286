import { type JsonOptions, visibleJson } from "../visible-text.ts";

/**
 * Levels that are written part by part: the document, its directories, each of them, and its lists. An
 * item of a list is small and is written whole.
 */
const LEVELS = 4;

/**
 * The text of `visibleJson`, piece by piece, so that a large document never stands in memory as a whole.
 * Down to its lists, a list may be anything that can be gone through, and make its items as it goes.
 */
export function* jsonPieces(document: unknown, options: JsonOptions = {}): Generator<string, void> {
  yield* piecesOf(document, { options, level: 0 });
}

interface Place {
  readonly options: JsonOptions;
  readonly level: number;
}

function* piecesOf(value: unknown, place: Place): Generator<string, void> {
  const { options, level } = place;
  if (level === LEVELS || typeof value !== "object" || value === null) {
    // Line ends inside strings are escaped, so these are the layout's own.
    yield visibleJson(value, options).replaceAll("\n", lineEnd(place));
    return;
  }
  const [open, close] = isList(value) ? ["[", "]"] : ["{", "}"];
  const inner = { options, level: level + 1 };
  let before = open;
  for (const [key, part] of partsOf(value, options)) {
    yield before + lineEnd(inner) + key;
    yield* piecesOf(part, inner);
    before = ",";
  }
  yield before === open ? open + close : lineEnd(place) + close;
}

/** What stands in a list or an object, with the keys as they are written. */
function* partsOf(value: object, { layout }: JsonOptions): Generator<readonly [string, unknown], void> {
  if (isList(value)) {
    for (const item of value) yield ["", item];
    return;
  }
  const colon = layout === "line" ? ":" : ": ";
  for (const [key, part] of Object.entries(value)) {
    if (part !== undefined) yield [visibleJson(key) + colon, part];
  }
}

function isList(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function lineEnd({ options, level }: Place): string {
  return options.layout === "line" ? "" : `\n${"  ".repeat(level)}`;
}
