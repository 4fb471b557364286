import { describe } from "vitest";
import { describeFaultMatrix, KINDS } from "./support/fault-matrix.ts";

const WRITES = ["POST", "PUT", "DELETE"];

/** Each has a sandbox of its own, so that a case is no longer than it must be. */
describe.each([
  { name: "jira", kinds: [...KINDS, "hand-over"] },
  { name: "confluence", kinds: KINDS },
  { name: "bitbucket", kinds: KINDS },
] as const)("$name", ({ name, kinds }) => {
  describeFaultMatrix({ directories: [name], servers: [{ name, writes: WRITES }], kinds, stride: 41 });
});
