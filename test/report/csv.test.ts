import { describe, expect, it } from "vitest";
import { csvRow } from "../../src/report/csv.ts";

describe("a cell of CSV", () => {
  it.each([
    { cell: "ada", written: "ada" },
    { cell: "", written: "" },
    { cell: "King, Ada", written: '"King, Ada"' },
    { cell: 'Ada "Countess"', written: '"Ada ""Countess"""' },
    { cell: " ada ", written: '" ada "' },
    { cell: "müller", written: "müller" },
    { cell: "=HYPERLINK(1)", written: "'=HYPERLINK(1)" },
    { cell: '=1,"x"', written: '"\'=1,""x"""' },
    { cell: "+49", written: "'+49" },
    { cell: "-1", written: "'-1" },
    { cell: "@ada", written: "'@ada" },
    { cell: "＝1", written: "'＝1" },
    { cell: "\t=1", written: "'\\u0009=1" },
    { cell: "two\r\nlines", written: "two\\u000d\\u000alines" },
    { cell: "a\u202eb", written: "a\\u202eb" },
    { cell: "a=b-c@d", written: "a=b-c@d" },
  ])("$cell", ({ cell, written }) => {
    expect(csvRow([cell])).toBe(`${written}\r\n`);
  });

  it("stands beside the next with a comma between, and the last ends the line", () => {
    expect(csvRow(["a", "", "b,c"])).toBe('a,,"b,c"\r\n');
  });
});
