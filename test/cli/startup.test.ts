import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

/** `import type` is gone when the program runs, and `import(…)` waits until it is needed. */
const STATIC_IMPORT = /^(?:import|export) (?!type\b)(?:[^;]*? from )?"([^"]+)";/gm;

/** Everything that is loaded before the first line of the program runs. */
function loadedBy(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ""] of readFileSync(file, "utf8").matchAll(STATIC_IMPORT)) {
    if (name.startsWith(".")) loadedBy(normalize(join(dirname(file), name)), seen);
    else seen.add(name);
  }
  return seen;
}

describe("start-up", () => {
  it("loads no package but the two that read arguments and colour text", () => {
    const loaded = [...loadedBy("src/cli/start.ts")];

    const packages = loaded.filter((name) => !name.startsWith("src/") && !name.startsWith("node:"));
    expect(loaded).toContain("src/cli/program.ts");
    expect(packages.sort()).toEqual(["commander", "picocolors"]);
  });
});
