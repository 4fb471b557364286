/** Light and dark by the reader's setting, and for paper. */
export const HTML_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f7f9; --line: #dfe2e8; --text: #1c2330; --quiet: #5b6475;
  --gives: #12723b; --takes: #b3261e; --changes: #8a5a00; --link: #0b5cad;
  --warn-ground: #fff6e0; --warn-line: #e0a800; --bad-ground: #fdecea; --bad-line: #d2382c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --raised: #1c2027; --line: #343a46; --text: #e6e9ef; --quiet: #a0a8b8;
    --gives: #5fcf8f; --takes: #ff8a80; --changes: #f2c14e; --link: #7cb7ff;
    --warn-ground: #2c2510; --warn-line: #b98a10; --bad-ground: #321715; --bad-line: #d9564b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 75rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif;
}
h1, h2, h3 { line-height: 1.25; margin: 0; }
h1 { font-size: 1rem; font-weight: 600; color: var(--quiet); }
h2 { font-size: 1.35rem; }
h3 { display: inline; font-size: 1rem; }
p { margin: .25rem 0; }
a { color: var(--link); }
.verdict { font-size: 1.35rem; font-weight: 600; margin: .25rem 0; }
.quiet { color: var(--quiet); font-weight: 400; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: .75rem 0 0; list-style: none; }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem;
  margin: 1rem 0 0; padding: .75rem 0; background: var(--ground); }
form[hidden] { display: none; }
input { flex: 0 1 22rem; padding: .45rem .7rem; font: inherit; color: inherit; background: var(--raised);
  border: 1px solid var(--line); border-radius: .4rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.target { margin-top: 1rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0; padding: 0; list-style: none; }
.counts li { padding: .3rem .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; }
.counts :is(.withheld, .skipped, .notStarted) { border-color: var(--warn-line); background: var(--warn-ground); }
.counts .failed { border-color: var(--bad-line); background: var(--bad-ground); }
.alert, .problem { margin: .75rem 0; padding: .75rem 1rem; background: var(--warn-ground);
  border: 1px solid var(--warn-line); border-inline-start-width: 4px; border-radius: .4rem; }
.alert.failed, .problem.failed { background: var(--bad-ground); border-color: var(--bad-line); }
.cause { margin-top: .6rem; }
.cause + .cause { border-top: 1px solid var(--line); padding-top: .6rem; }
details.part { margin: .6rem 0; border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; }
details.part > summary { padding: .55rem .9rem; background: var(--raised); cursor: pointer; }
.problem table { background: var(--ground); border: 1px solid var(--line); margin-top: .4rem; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: start; padding: .4rem .9rem; font-weight: 600; }
th, td { padding: .35rem .9rem; text-align: start; vertical-align: top;
  min-width: 6.5rem; overflow-wrap: anywhere; }
thead th { font-size: .8rem; color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody tr { border-top: 1px solid var(--line); }
tbody tr:hover { background: var(--raised); }
tbody th { font-weight: 600; }
.sign { width: 1.5rem; min-width: 0; padding-inline-end: 0; font-family: ui-monospace, Consolas, monospace; font-weight: 700; }
.gives { color: var(--gives); } .takes { color: var(--takes); } .changes { color: var(--changes); }
.before { color: var(--quiet); text-decoration: line-through; text-decoration-thickness: 1px; }
td details { display: inline; } td summary { display: inline; color: var(--link); cursor: pointer; }
code { font: .9em ui-monospace, Consolas, monospace; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 2rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .85rem; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { body { padding: 1rem; } th, td { padding-inline: .5rem; } }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  form { display: none !important; }
  tr, .cause { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;
