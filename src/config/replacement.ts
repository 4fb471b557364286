// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are about replacements.

/** Plain text, or a group of the match; group 0 is the whole match. */
export type ReplacementPart = string | { readonly group: number | string };

export interface Groups {
  /** Without the whole match. */
  readonly count: number;
  readonly names: readonly string[];
}

export interface ReplacementTrouble {
  readonly wrong: string;
  readonly right: string;
}

const TOKEN = /\$(?:(\$)|(\d+)|\{([^}]*)\})|\$|\\\d/g;
const FORMS = "$1 or ${1} for a group, ${name} for a named group, $$ for a dollar";

/**
 * Reads a replacement: `$1`, `${1}`, `${name}`, and `$$` for a dollar.
 *
 * @returns Its parts in order, or what is wrong with it, all of it in one sentence.
 */
export function parseReplacement(text: string, groups: Groups): ReplacementPart[] | ReplacementTrouble {
  const parts: ReplacementPart[] = [];
  const unknown: string[] = [];
  let end = 0;
  for (const token of text.matchAll(TOKEN)) {
    const part = partOf(token, groups);
    if (part === undefined) unknown.push(token[0]);
    parts.push(text.slice(end, token.index), part ?? "");
    end = token.index + token[0].length;
  }
  if (unknown.length > 0) return { wrong: complaint(unknown, groups), right: FORMS };
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

function partOf([, dollar, digits, braced]: RegExpExecArray, groups: Groups): ReplacementPart | undefined {
  if (dollar !== undefined) return dollar;
  const name = digits ?? braced;
  if (name === undefined) return undefined;
  if (/^\d+$/.test(name)) return Number(name) <= groups.count ? { group: Number(name) } : undefined;
  return groups.names.includes(name) ? { group: name } : undefined;
}

function complaint(tokens: readonly string[], groups: Groups): string {
  if (tokens.includes("$")) return "has a $ that names no group";
  const used = [...new Set(tokens)].join(" and ");
  return tokens.some((token) => token.startsWith("\\"))
    ? `writes a group as ${used}`
    : `uses ${used}, but ${groupsText(groups)}`;
}

function groupsText({ count, names }: Groups): string {
  if (count === 0) return "the regex has no group, which is a part in (…)";
  const named = names.length === 0 ? "" : `, named ${names.join(", ")}`;
  return count === 1
    ? `the regex has only group 1${named}`
    : `the regex has only groups 1 to ${count}${named}`;
}
