import { leftOutWords } from "../outline/left-out-words.ts";
import type { Problem, Section, TargetOutline } from "../outline/outline.ts";
import { BAD_END_WORDS, BAD_ENDS } from "../outline/tally.ts";
import { countWords, KINDS, kindCountWords, type Stage } from "../words.ts";
import { noteTableHtml, sectionTableHtml } from "./html-table.ts";
import { escapeHtml, htmlName } from "./html-words.ts";

/** Beyond this many rows a section starts folded, so that the page opens at once. */
const MOST_OPEN = 200;

/** Everything about one directory: what stands in the way first, then the work, then what was left alone. */
export function targetHtml(
  target: TargetOutline,
  { id, stage }: { readonly id: string; readonly stage: Stage },
): string {
  const { name, type, read } = target;
  return `<section class="target" aria-labelledby="${id}">
<h2 id="${id}">${htmlName(name)} <span class="quiet">${escapeHtml(type)}</span></h2>
${read === undefined ? "" : `<p class="quiet">${read} read</p>`}
${countsHtml(target, stage)}
${doubtsHtml(target)}
${target.problems.map(problemHtml).join("\n")}
${target.work.map(workHtml).join("\n")}
${notesHtml(target)}
</section>`;
}

function countsHtml({ tally, error }: TargetOutline, stage: Stage): string {
  const kinds = KINDS.filter((kind) => tally.kinds[kind] > 0).map(
    (kind) => `<li>${kindCountWords(kind, tally.kinds[kind], stage)}</li>`,
  );
  const ends = BAD_ENDS.filter((end) => tally[end] > 0).map(
    (end) => `<li class="${end}">${countWords(tally[end])} ${BAD_END_WORDS[end]}</li>`,
  );
  const items = [...kinds, ...ends];
  if (items.length > 0) return `<ul class="counts">${items.join("")}</ul>`;
  return error === undefined ? "<p>Nothing to change.</p>" : "";
}

function doubtsHtml({ error, incomplete }: TargetOutline): string {
  const failure =
    error === undefined
      ? []
      : [
          `<div class="alert failed"><p><b>${error.title}.</b> ${escapeHtml(error.message)} <code>${escapeHtml(error.code)}</code></p>${fixHtml(error.fix)}</div>`,
        ];
  const doubts = incomplete.map(
    (sentence) => `<div class="alert"><p><b>Incomplete.</b> ${escapeHtml(sentence)}</p></div>`,
  );
  return [...failure, ...doubts].join("\n");
}

function problemHtml({ end, title, count, causes }: Problem): string {
  const parts = causes.map(
    ({ cause, sections }) => `<div class="cause" data-block>
<p><b>${escapeHtml(cause.what)}</b> <code>${escapeHtml(cause.label)}</code></p>
${detailsHtml(cause.details)}${fixHtml(cause.fix)}
${sections.map((section) => sectionTableHtml(section, "seen")).join("\n")}
</div>`,
  );
  return `<div class="problem ${end}" data-block>
<h3>${title} <span class="quiet">${countWords(count)}</span></h3>
${parts.join("\n")}
</div>`;
}

function workHtml(section: Section): string {
  const { title, count, because = leftOutWords(section), table } = section;
  const isLong = table.entries.length > MOST_OPEN;
  const reason = because === undefined ? "" : ` <span class="quiet">· ${escapeHtml(because)}</span>`;
  return `<details class="part" data-block${isLong ? "" : " open"}>
<summary><h3>${title} <span class="quiet">${count}</span></h3>${reason}</summary>
${sectionTableHtml(section, "unseen")}
</details>`;
}

function notesHtml({ notes }: TargetOutline): string {
  if (notes.length === 0) return "";
  const total = notes.reduce((sum, { count }) => sum + count, 0);
  return `<details class="part" data-block open>
<summary><h3>Left alone <span class="quiet">${countWords(total)}</span></h3> <span class="quiet">· and why</span></summary>
${notes.map(noteTableHtml).join("\n")}
</details>`;
}

function fixHtml(fix: string | undefined): string {
  return fix === undefined ? "" : `<p>Fix: ${escapeHtml(fix)}</p>`;
}

function detailsHtml(details: readonly string[] = []): string {
  const items = details.map((line) => `<li>${escapeHtml(line)}</li>`);
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>\n`;
}
