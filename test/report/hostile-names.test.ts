import { describe, expect, it } from "vitest";
import { planHtml } from "../../src/report/html/plan-html.ts";
import { toDocument } from "../../src/report/json/to-document.ts";
import { planMarkdown } from "../../src/report/markdown/plan-markdown.ts";
import { planText } from "../../src/report/text/plan-text.ts";
import { visibleJson } from "../../src/report/visible-text.ts";
import {
  change,
  disabled,
  failed,
  groupCreated,
  imported,
  linked,
  memberAdded,
  note,
  PLANNED,
  planOf,
  updated,
  withheld,
} from "../support/plans.ts";

/** A name in every place where one can stand. */
function planAbout(name: string) {
  return planOf(
    [
      groupCreated(name),
      linked(name, "username", PLANNED, { from: name, to: name }),
      linked(name, "by-hand", PLANNED, { from: name, to: "" }),
      imported(name, PLANNED, { displayName: name, givenName: name, familyName: name, email: name }),
      updated(name, [change("displayName", name, "Ada"), change("email", "ada@example.com", name)]),
      memberAdded(name, name),
      disabled(name, withheld(name)),
      imported(name, failed(name, { code: name, fix: name })),
    ],
    {
      name,
      type: name,
      incomplete: [name],
      notes: [note("collision", name, name, [name])],
      error: { code: name, message: name, fix: name },
      tripped: [
        { by: name, withheld: 1, message: name, allow: name, details: [name] },
        { by: `${name}!`, withheld: 1, message: name, allow: name, details: [name] },
      ],
    },
    { run: 7, unrecorded: { code: name, message: name, fix: name } },
  );
}

const NAMES = [
  { name: "an escape that clears the screen", hostile: "ada\u001b[2Jroot" },
  { name: "an eight-bit escape", hostile: "ada\u009b31mroot" },
  { name: "a carriage return that overwrites the line", hostile: "ada\rroot" },
  { name: "a tab", hostile: "ada\troot" },
  { name: "a null", hostile: "ada\u0000root" },
  { name: "a delete", hostile: "ada\u007froot" },
  { name: "a bell", hostile: "ada\u0007root" },
  { name: "an override of the writing direction", hostile: "ada\u202etoor" },
  { name: "an isolate", hostile: "ada\u2066toor" },
  { name: "a mark of direction", hostile: "ada\u200froot" },
  { name: "a blank of no width", hostile: "ada\u200broot" },
  { name: "a joiner", hostile: "ada\u200droot" },
  { name: "a byte order mark", hostile: "ada\ufeffroot" },
  { name: "a soft hyphen", hostile: "ada\u00adroot" },
  { name: "a line separator", hostile: "ada\u2028root" },
  { name: "a tag character", hostile: "ada\u{e0041}root" },
  { name: "half a surrogate pair", hostile: "ada\ud83droot" },
  { name: "a filler that shows nothing", hostile: "ada\u3164root" },
];

const formats = [
  { format: "text", print: planText },
  { format: "text with all", print: (plan: ReturnType<typeof planAbout>) => planText(plan, { all: true }) },
  { format: "Markdown", print: planMarkdown },
  { format: "HTML", print: planHtml },
];

describe.each(formats)("hostile names in $format", ({ print }) => {
  it.each(NAMES)("shows $name as its number", ({ hostile }) => {
    const [secret = ""] = [...hostile.slice(3)];

    const text = print(planAbout(hostile));

    expect(text.replaceAll("\n", "")).not.toContain(secret);
    expect(text).toContain((secret.codePointAt(0) ?? 0).toString(16));
  });

  it("keeps a name with a line break in its line", () => {
    const lines = print(planAbout("ada\nroot")).split("\n");

    expect(lines.filter((line) => line.startsWith("root"))).toEqual([]);
  });
});

describe("hostile names in JSON", () => {
  it.each(NAMES)("escapes $name and keeps the name", ({ hostile }) => {
    const document = toDocument(planAbout(hostile));

    const json = visibleJson(document);

    expect(json).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(json)).toEqual(document);
  });
});
