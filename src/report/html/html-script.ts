/**
 * Filters the rows while somebody types, and unfolds everything for paper. Without it the page is
 * complete, only without the box.
 */
export const HTML_SCRIPT = `
const box = document.getElementById("filter");
const said = document.getElementById("found");
const rows = [...document.querySelectorAll("tbody tr")].map((row) => ({ row, text: row.textContent.toLowerCase() }));
const blocks = [...document.querySelectorAll("[data-block]")];
const folds = [...document.querySelectorAll("details[data-block]")].map((fold) => ({ fold, open: fold.open }));
box.closest("form").hidden = rows.length === 0;
box.closest("form").addEventListener("submit", (event) => event.preventDefault());
box.addEventListener("input", () => {
  const wanted = box.value.trim().toLowerCase();
  let found = 0;
  for (const { row, text } of rows) {
    row.hidden = !text.includes(wanted);
    if (!row.hidden) found += 1;
  }
  for (const block of blocks) block.hidden = wanted !== "" && block.querySelector("tbody tr:not([hidden])") === null;
  for (const { fold, open } of folds) fold.open = wanted === "" ? open : !fold.hidden;
  said.textContent = wanted === "" ? "" : found + " of " + rows.length + " rows";
});
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});
`;

/** Lets the page's policy allow this script and no other, should a name ever slip through as markup. */
export const HTML_SCRIPT_HASH = "sha256-7a+EwcAJ3dzijTpg+sFd33rq8RRg3dbY3CMd5UCc/rA=";
