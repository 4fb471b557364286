/*
 * Whoever may write a name in a directory must not be able to ping people, link somewhere or break a
 * table in the pull request that shows it. GitHub looks for mentions, issues and emoji after Markdown
 * is rendered, so that entities do not stop it; inside code it does not look.
 */

/** Neither can be in a code span inside a table. */
const NOT_IN_CODE = /[|`]/;
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const SPECIAL = /[\\`*_[\]<>|~&]/g;
/** Words that would become a mention, a link to an e-mail address or to an issue. */
const REFERENCE = /[^\s"'(),;:]*[@#][^\s"'(),;:]*/g;
const LONGEST = { code: 200, prose: 1000 };

/** A value as code, in which nothing has a meaning. Expects visible text; far too long text is cut. */
export function markdownCode(text: string): string {
  const short = shorten(text, LONGEST.code);
  return NOT_IN_CODE.test(short) ? `<code>${short.replace(PUNCTUATION, entity)}</code>` : `\`${short}\``;
}

/** A sentence as itself, what looks like a reference as code. Expects visible text; cut like code. */
export function markdownProse(text: string): string {
  const sentence = shorten(text, LONGEST.prose);
  let prose = "";
  let at = 0;
  for (const { 0: word, index } of sentence.matchAll(REFERENCE)) {
    prose += sentence.slice(at, index).replace(SPECIAL, entity) + markdownCode(word);
    at = index + word.length;
  }
  return prose + sentence.slice(at).replace(SPECIAL, entity);
}

/** A table whose cells are Markdown already. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = head.length,
): readonly string[] {
  const rule = head.map((_, index) => (index < numbersFrom ? "---" : "--:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${[...text].slice(0, longest).join("")}…` : text;
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
