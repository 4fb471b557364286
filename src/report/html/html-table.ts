import { leftOutWords } from "../outline/left-out-words.ts";
import type { NoteGroup } from "../outline/note-groups.ts";
import type { Section } from "../outline/outline.ts";
import type { Cell, Column, Line } from "../outline/table.ts";
import { countWords, type Deed, KIND_WORDS } from "../words.ts";
import { escapeHtml, htmlName } from "./html-words.ts";

const MOST_NAMES = 30;

/** Every operation of a section; nothing is cut in a file that is kept. */
export function sectionTableHtml(section: Section, caption: "seen" | "unseen"): string {
  const { title, count, table } = section;
  const { columns, entries } = table;
  const why = caption === "seen" ? leftOutWords(section) : undefined;
  const aside = why === undefined ? "" : ` <span class="quiet">· ${escapeHtml(why)}</span>`;
  const head = columns.map((column) => `<th scope="col">${column.title}</th>`).join("");
  const rows = entries.flatMap(({ lines }) => lines.map((line) => rowHtml(line, columns)));
  return `<div class="wide"><table>
<caption${caption === "unseen" ? ' class="unseen"' : ""}>${title} ${count}${aside}</caption>
<thead><tr><td class="sign"></td>${head}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

/** Notes of one kind, by reason. */
export function noteTableHtml({ title, count, leftOut, reasons }: NoteGroup): string {
  const settings = leftOut === undefined ? "" : ` <span class="quiet">· ${escapeHtml(leftOut)}</span>`;
  const rows = reasons.map(
    ({ why, names }) => `<tr><th scope="row">${escapeHtml(why)}</th><td>${namesHtml(names)}</td></tr>`,
  );
  return `<div class="wide" data-block><table>
<caption>${title} <span class="quiet">${countWords(count)}</span>${settings}</caption>
<thead><tr><th scope="col">Why</th><th scope="col">Who</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

function rowHtml({ kind, cells }: Line, columns: readonly Column[]): string {
  const { sign, column } = KIND_WORDS[kind];
  const mark = `<span aria-hidden="true">${sign}</span><span class="unseen">${column}</span>`;
  const [first, ...rest] = cells.map((cell, index) => cellHtml(cell, columns[index]));
  const others = rest.map((cell) => `<td>${cell}</td>`).join("");
  return `<tr><td class="sign ${colourOf(kind)}">${mark}</td><th scope="row">${first}</th>${others}</tr>`;
}

function cellHtml(cell: Cell, column?: Column): string {
  if (typeof cell !== "string") return namesHtml(cell);
  switch (column?.role) {
    case "before":
      return `<del class="before">${htmlName(cell)}</del>`;
    case "reason":
    case "words":
      return escapeHtml(cell);
    case "after":
    case "names":
    case "detail":
    case undefined:
      return htmlName(cell);
  }
}

function namesHtml(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(htmlName).join(", ");
  const rest = names.slice(MOST_NAMES);
  if (rest.length === 0) return shown;
  const more = `<summary>and ${countWords(rest.length)} more</summary>`;
  return `${shown} <details>${more} ${rest.map(htmlName).join(", ")}</details>`;
}

function colourOf(kind: Deed): "gives" | "takes" | "changes" {
  switch (kind) {
    case "create-group":
    case "import":
    case "enable":
    case "add-member":
    case "add-group":
      return "gives";
    case "adopt-group":
    case "release-group":
    case "link":
    case "unlink":
    case "update":
    case "hand-over":
      return "changes";
    case "disable":
    case "remove-member":
    case "remove-group":
      return "takes";
  }
}
