import { describe, expect, it } from "vitest";
import { gather } from "../../src/report/gather.ts";
import { jsonPieces } from "../../src/report/json/json-pieces.ts";
import { toDocument, toLazyDocument } from "../../src/report/json/to-document.ts";
import { visibleJson } from "../../src/report/visible-text.ts";
import {
  change,
  DONE,
  failed,
  groupCreated,
  imported,
  memberAdded,
  note,
  PLANNED,
  plan,
  planOf,
  targetPlan,
  updated,
} from "../support/plans.ts";

const hostile = 'Ada\u202e\u0007\u2028\u{e0041}\ud83d "quoted"\\\n\tBearer';

const PLANS = [
  { situation: "no directory", made: plan({ targets: [] }) },
  { situation: "nothing to do", made: plan() },
  { situation: "one import", made: planOf([imported("ada", DONE)]) },
  {
    situation: "names that hide something",
    made: planOf([imported("ada", PLANNED, { displayName: hostile }), groupCreated(hostile)], {
      notes: [note("collision", hostile, hostile, [hostile])],
      incomplete: [hostile],
    }),
  },
  {
    situation: "several directories, one of them unread",
    made: plan({
      targets: [
        targetPlan({ operations: [memberAdded("dev", "ada", failed(hostile)), updated("bob", [])] }),
        targetPlan({ name: "crowd", error: { code: "NETWORK", message: hostile } }),
        targetPlan({ operations: [updated("eve", [change("email", "", "eve@example.com")])] }),
      ],
    }),
  },
];

describe.each([
  { layout: undefined, indent: 2 },
  { layout: "line" as const, indent: 0 },
])("a document in pieces, in the layout $layout", ({ layout, indent }) => {
  const options = { ...(layout !== undefined && { layout }) };

  it.each(PLANS)("is the text of the whole: $situation", ({ made }) => {
    const rewrite = (text: string) => text.replaceAll("Bearer", "[secret]").replaceAll("ada", "A\u202eDA");

    const text = [...jsonPieces(toLazyDocument(made), { ...options, rewrite })].join("");

    expect(text).toBe(visibleJson(toDocument(made), { ...options, rewrite }));
  });

  it("is what JSON.stringify writes", () => {
    const document = toDocument(planOf([imported("ada"), imported("bob")]));

    expect([...jsonPieces(document, options)].join("")).toBe(JSON.stringify(document, null, indent));
  });

  it.each([
    { value: {} },
    { value: [] },
    { value: null },
    { value: "a\nb" },
    { value: { a: undefined, b: [[]], c: {}, "d\u202e": [{ e: [{ f: ["\n", { g: 1 }] }] }] } },
  ])("writes $value", ({ value }) => {
    expect([...jsonPieces(value, options)].join("")).toBe(visibleJson(value, options));
  });
});

it("holds no more than one operation at a time", () => {
  const made = planOf(Array.from({ length: 50 }, (_, index) => imported(`user${index}`)));

  const longest = Math.max(...[...jsonPieces(toLazyDocument(made))].map((piece) => piece.length));

  expect(longest).toBeLessThan(1000);
});

describe("gather", () => {
  it("joins pieces until they are worth writing, and loses none", () => {
    const pieces = Array.from({ length: 5000 }, (_, index) => `piece ${index}, some more text around it\n`);

    const gathered = [...gather(pieces)];

    expect(gathered.join("")).toBe(pieces.join(""));
    expect(gathered.length).toBeLessThan(10);
  });

  it("makes nothing of nothing", () => {
    expect([...gather([])]).toEqual([]);
  });
});
