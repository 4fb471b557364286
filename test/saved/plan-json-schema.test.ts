import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import { toDocument } from "../../src/report/json/to-document.ts";
import { planSchemaText } from "../../src/saved/plan-json-schema.ts";
import { SCENARIOS } from "../report/scenarios.ts";
import { because, disabled, enabled, failed, imported, linked, planOf, skipped } from "../support/plans.ts";
import { type Editable, fullPlan, saved } from "./saved-plans.ts";

const ajv = new Ajv({ strict: true });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(planSchemaText()));

/** What is wrong with a document, as it stands in a file. */
function complaints(document: unknown): unknown {
  return validate(JSON.parse(JSON.stringify(document))) ? [] : validate.errors;
}

const undone = [
  linked("ada", "by-hand", undefined, { from: "id-ada", to: "", reason: "by-hand" }),
  linked("bob", "state", skipped("Gone."), { from: "id-eve", to: "id-bob", reason: "undo" }),
  because(enabled("carl"), "undo"),
  because(disabled("dora", failed("No.")), "by-hand"),
];

const PLANS: readonly { readonly name: string; readonly plan: Plan }[] = [
  ...SCENARIOS,
  { name: "what is done by request", plan: planOf(undone) },
  { name: "the result of a recorded run", plan: { ...planOf([imported("ada")]), run: 42 } },
  {
    name: "a result that was not recorded",
    plan: { ...planOf([]), unrecorded: { code: "STATE_UNUSABLE", message: "Full.", fix: "Make room." } },
  },
];

describe("the JSON Schema of plans", () => {
  it.each(PLANS)("takes: $name", ({ plan }) => {
    expect(complaints(toDocument(plan))).toEqual([]);
  });

  it("takes a saved plan", () => {
    expect(complaints(JSON.parse(saved(fullPlan())))).toEqual([]);
  });

  it.each([
    { what: "another format", edit: (d: Editable) => Object.assign(d, { format: "usersync-plan/2" }) },
    { what: "an unknown key", edit: (d: Editable) => Object.assign(d, { more: 1 }) },
    { what: "no operations", edit: (d: Editable) => delete d.targets[0].operations },
    {
      what: "a withheld operation that does not say by what",
      edit: (d: Editable) => delete d.targets[0].operations[8].withheldBy,
    },
    {
      what: "changes of an operation that has none",
      edit: (d: Editable) => d.targets[0].operations[9].changes.push({ field: "email", from: "", to: "x" }),
    },
    {
      what: "a reason of another kind",
      edit: (d: Editable) => Object.assign(d.targets[0].operations[9], { reason: "differs" }),
    },
    { what: "a link without a match", edit: (d: Editable) => delete d.targets[0].operations[1].matchedBy },
  ])("refuses $what", ({ edit }) => {
    const document = JSON.parse(saved(fullPlan()));

    edit(document);

    expect(complaints(document)).not.toEqual([]);
  });

  it("is up to date; otherwise run `npm run generate`", () => {
    const file = readFileSync("schema/usersync-plan.schema.json", "utf8").replaceAll("\r\n", "\n");

    expect(file).toBe(planSchemaText());
  });

  it("ships with the package", () => {
    const { exports } = JSON.parse(readFileSync("package.json", "utf8"));

    expect(exports["./plan.schema.json"]).toBe("./schema/usersync-plan.schema.json");
  });
});
