/** A block between fences. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

export interface Page {
  readonly blocks: readonly Block[];
  /** Targets of links, as they are written. */
  readonly links: readonly string[];
  /** What `#…` may name in this page. */
  readonly anchors: ReadonlySet<string>;
  /** Cells of the body rows of all tables. */
  readonly rows: readonly (readonly string[])[];
}

const FENCE = /^ *```(\w*)\n([\s\S]*?)^ *```$/gm;
const LINK = /(?<!!)\[[^\]]*\]\(([^)\s]+)\)/g;

/** The parts of a page of Markdown that can be wrong. */
export function readPage(markdown: string): Page {
  const prose = markdown.replaceAll(FENCE, "");
  return {
    blocks: [...markdown.matchAll(FENCE)].map(([, language = "", text = ""]) => ({
      language,
      text: withoutIndent(text),
    })),
    links: [...prose.replaceAll(/`[^`]*`/g, "").matchAll(LINK)].map(([, target = ""]) => target),
    anchors: anchorsOf(prose),
    rows: prose
      .split("\n")
      .filter((line) => line.startsWith("|") && !/^[|\s:-]+$/.test(line))
      .map((line) =>
        line
          .slice(1, -1)
          .split(" | ")
          .map((cell) => cell.trim()),
      ),
  };
}

function withoutIndent(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return text.replaceAll(new RegExp(`^${indent}`, "gm"), "");
}

/** As GitHub makes them: the heading's text in lower case, with hyphens for blanks, numbered when it comes twice. */
function anchorsOf(prose: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of prose.matchAll(/^#{1,6} (.+)$/gm)) {
    const base = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
