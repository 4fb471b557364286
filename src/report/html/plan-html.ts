import type { Plan } from "../../model/plan.ts";
import { recordWords } from "../history/record-words.ts";
import { closingLine } from "../outline/closing-line.ts";
import { outlineOf, stageOf, type TargetOutline } from "../outline/outline.ts";
import type { Stage } from "../words.ts";
import { HTML_SCRIPT, HTML_SCRIPT_HASH } from "./html-script.ts";
import { HTML_STYLE } from "./html-style.ts";
import { targetHtml } from "./html-target.ts";
import { escapeHtml, htmlName } from "./html-words.ts";

export interface HtmlOptions {
  /** Whether the plan was carried out. Seen from the outcomes when absent. */
  readonly stage?: Stage;
}

const TITLE: Readonly<Record<Stage, string>> = { plan: "usersync plan", result: "usersync run" };
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src '${HTML_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** A plan or a result as one file to keep or to send: whole, offline, with a box to filter by. */
export function planHtml(plan: Plan, options: HtmlOptions = {}): string {
  const { stage = stageOf(plan) } = options;
  const targets = outlineOf(plan, stage);
  const verdict = escapeHtml(closingLine(plan, stage));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<title>${TITLE[stage]}: ${verdict}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<header>
<h1>${TITLE[stage]} <span class="quiet">· ${timeHtml(plan.createdAt)}</span></h1>
<p class="verdict">${verdict}</p>
${recordHtml(plan)}${navigationHtml(targets)}
</header>
<main>
<search>
<form hidden>
<label for="filter">Filter</label>
<input id="filter" type="search" placeholder="name, e-mail, group, reason" autocomplete="off">
<output id="found" for="filter" class="quiet"></output>
</form>
</search>
${targets.map((target, index) => targetHtml(target, { id: anchor(index), stage })).join("\n")}
</main>
<footer><p>Accounts are disabled, never deleted. What usersync did not create or link, it does not touch.</p></footer>
<script>${HTML_SCRIPT}</script>
</body>
</html>
`;
}

function recordHtml(plan: Plan): string {
  return recordWords(plan)
    .map((sentence) => `<p>${escapeHtml(sentence)}</p>\n`)
    .join("");
}

function navigationHtml(targets: readonly TargetOutline[]): string {
  if (targets.length < 2) return "";
  const links = targets.map(
    ({ name }, index) => `<li><a href="#${anchor(index)}">${htmlName(name)}</a></li>`,
  );
  return `<nav aria-label="Directories"><ul>${links.join("")}</ul></nav>`;
}

function anchor(index: number): string {
  return `directory-${index + 1}`;
}

function timeHtml(time: Date): string {
  const iso = time.toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}
