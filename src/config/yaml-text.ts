import { type Document, LineCounter, parseDocument } from "yaml";
import { UsersyncError } from "../errors.ts";

/**
 * What is wrong, by the parser's code. Its own sentences quote the text, which may be a secret.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  BAD_ALIAS: "an alias (*name) is not right here",
  BAD_DQ_ESCAPE: "a backslash inside \"…\" starts no escape that YAML knows; use '…' for a regex",
  BAD_INDENT: "the indentation does not fit, or a bracket is not closed",
  BAD_SCALAR_START:
    "a value starts with a character that YAML keeps for itself (@ or `); put the value in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "there is a second colon in one line, or the indentation does not fit; put a value that holds ': ' in quotes",
  DUPLICATE_KEY: "an option is set a second time",
  MISSING_CHAR: "a closing quote, bracket or comma is missing",
  MULTILINE_IMPLICIT_KEY: "an option's name runs over two lines; is a colon missing?",
  MULTIPLE_DOCS: "a second document starts (---); a config is one document",
  TAB_AS_INDENT: "a tab indents this line; YAML takes blanks only",
  UNEXPECTED_TOKEN: "there is something that does not belong here",
};

/**
 * Parses YAML, and so JSON too.
 *
 * @param path For messages.
 * @returns `undefined` for a text without content.
 * @throws UsersyncError `CONFIG_INVALID`, naming every line that is wrong, without quoting it.
 */
export function parseYaml(text: string, path: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines, merge: true });
  if (document.errors.length > 0) {
    throw unreadable(path, complaintsByLine(document, lines));
  }
  return contentOf(document, path) ?? undefined;
}

/** One for each line: the first trouble in a line mostly makes the others. */
function complaintsByLine({ errors }: Document.Parsed, lines: LineCounter): string[] {
  const found = new Map<number, string>();
  for (const { code, pos } of errors) {
    const { line, col } = lines.linePos(pos[0]);
    if (found.has(line)) continue;
    found.set(line, `  line ${line}, column ${col}: ${SENTENCES[code] ?? "this cannot be read"}`);
  }
  return [...found.values()];
}

function contentOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw unreadable(path, ["  an alias (*name) has no anchor (&name) before it, or there are far too many"]);
  }
}

function unreadable(path: string, complaints: readonly string[]): UsersyncError {
  const kind = path.endsWith(".json") ? "JSON" : "YAML";
  return new UsersyncError("CONFIG_INVALID", {
    what: `${path} is not valid ${kind}:\n\n${complaints.join("\n")}`,
    why: "Its options cannot be told apart, so nothing was read and nothing was written.",
    fix: `Correct these lines. An editor that checks ${kind} shows them while you type.`,
  });
}
