import { describe, expect, it } from "vitest";
import { parseSourceId } from "../../src/model/ids.ts";

describe("parseSourceId", () => {
  it.each([
    { text: "7F0C2A10-0000-4000-8000-00000000000A", id: "7f0c2a10-0000-4000-8000-00000000000a" },
    { text: " 7f0c2a10-0000-4000-8000-00000000000a ", id: "7f0c2a10-0000-4000-8000-00000000000a" },
    { text: "emp-123", id: undefined },
    { text: "{7f0c2a10-0000-4000-8000-00000000000a}", id: undefined },
    { text: "", id: undefined },
    { text: undefined, id: undefined },
    { text: 12, id: undefined },
  ])("reads $text as $id", ({ text, id }) => {
    expect(parseSourceId(text)).toBe(id);
  });
});
