import { describe, expect, it } from "vitest";
import { similarNames } from "../../src/cli/find/similar-names.ts";

describe("similar names", () => {
  it.each([
    {
      of: "two letters off",
      asked: "adda@example.com",
      names: ["bob@example.com", "ada@example.com"],
      near: ["ada@example.com"],
    },
    {
      of: "another domain",
      asked: "ada@old.example",
      names: ["ada@new-company.example", "eve@old.test"],
      near: ["ada@new-company.example"],
    },
    {
      of: "a longer name",
      asked: "ada",
      names: ["ada.lovelace@example.com", "bada.boom@example.com"],
      near: ["ada.lovelace@example.com"],
    },
    { of: "a short name that is like everything", asked: "a", names: ["b", "ab"], near: [] },
    { of: "case alone, once", asked: "adda", names: ["Ada", "ADA", "ada"], near: ["Ada"] },
    { of: "nothing", asked: "zoroaster", names: ["ada"], near: [] },
  ])("of $of", ({ asked, names, near }) => {
    expect(similarNames(asked, names)).toEqual(near);
  });

  it("are five at most, the nearest first", () => {
    const names = ["ada.lovelace", "adas", "ada.b@x.example", "adb", "adc", "add", "ade"];

    expect(similarNames("ada", names)).toEqual(["adas", "adb", "adc", "add", "ade"]);
  });
});
