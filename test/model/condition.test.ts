import { expect, it } from "vitest";
import { where } from "../../src/config/schema/where.ts";
import { groupsIn, propertiesIn } from "../../src/model/condition.ts";

const RULES = where.parse([
  { property: "mail", present: true },
  {
    not: {
      all: [{ memberOf: "Pilot" }, { any: [{ memberOf: "Board" }, { property: "city", equals: "Ulm" }] }],
    },
  },
  { memberOf: "Pilot" },
]);

it("rules name the groups that they ask for, each once, however deep", () => {
  expect(groupsIn(RULES)).toEqual(["Pilot", "Board"]);
});

it("rules name the properties that they look at, however deep", () => {
  expect(propertiesIn(RULES)).toEqual(["mail", "city"]);
});
