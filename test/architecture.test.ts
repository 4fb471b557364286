import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * Who may import whom. A folder may import itself, what its row names, and nothing else.
 * `packages` lists what it may take from npm and Node; pure stages take nothing.
 */
const TABLE: Record<string, { folders: readonly string[]; packages: readonly string[] | "any" }> = {
  model: { folders: [], packages: [] },
  desired: { folders: ["model", "config/config.ts"], packages: [] },
  plan: { folders: ["model", "config/config.ts"], packages: [] },
  report: { folders: ["model"], packages: [] },
  config: { folders: ["model", "errors.ts"], packages: "any" },
  http: { folders: ["model", "errors.ts", "config/config.ts"], packages: "any" },
  source: { folders: ["model", "errors.ts", "config/config.ts", "http"], packages: "any" },
  target: { folders: ["model", "errors.ts", "config/config.ts", "http"], packages: "any" },
  apply: { folders: ["model", "errors.ts", "target/target.ts", "state/state.ts"], packages: [] },
  state: { folders: ["model", "errors.ts", "config/config.ts"], packages: "any" },
  saved: {
    folders: ["model", "errors.ts", "config/config.ts", "report/json/to-document.ts"],
    packages: ["zod", "node:crypto", "node:path"],
  },
  audit: {
    folders: ["model", "errors.ts", "state/state.ts", "state/make-folder.ts"],
    packages: "any",
  },
  sandbox: { folders: ["model"], packages: "any" },
  "sync.ts": {
    folders: [
      "model",
      "errors.ts",
      "config/config.ts",
      "source/source.ts",
      "target/target.ts",
      "state/state.ts",
      "desired",
      "plan",
      "apply",
      "read-directory.ts",
      "look-before-disabling.ts",
    ],
    packages: [],
  },
  "look-before-disabling.ts": {
    folders: ["model", "config/config.ts", "target/target.ts", "plan"],
    packages: [],
  },
  "read-directory.ts": {
    folders: ["model", "target/target.ts", "state/state.ts", "plan"],
    packages: [],
  },
  "apply-saved.ts": {
    folders: ["model", "errors.ts", "plan", "apply", "sync.ts"],
    packages: [],
  },
  "preview-undo.ts": {
    folders: ["model", "errors.ts", "plan", "sync.ts", "read-directory.ts", "look-before-disabling.ts"],
    packages: [],
  },
  "errors.ts": { folders: ["model"], packages: [] },
  "index.ts": {
    folders: [
      "model",
      "errors.ts",
      "config",
      "source",
      "target",
      "desired",
      "plan",
      "apply",
      "report",
      "sync.ts",
    ],
    packages: [],
  },
  cli: {
    folders: [
      "model",
      "errors.ts",
      "config",
      "source",
      "target",
      "desired",
      "plan",
      "apply",
      "report",
      "sandbox",
      "http",
      "saved",
      "state",
      "audit",
      "saved",
      "sync.ts",
      "apply-saved.ts",
      "preview-undo.ts",
    ],
    packages: "any",
  },
};

/** Each with the only places where it may stand. */
const WORDS: readonly { word: RegExp; allowed: RegExp }[] = [
  { word: /\bprocess\.env\b/, allowed: /^(cli\/|config\/find-config\.ts)/ },
  { word: /\bDate\.now\(\)|new Date\(\)/, allowed: /^(cli|sandbox)\// },
  { word: /\bconsole\./, allowed: /^cli\// },
  { word: /\bMath\.random\(/, allowed: /^cli\// },
];

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => `src/${file.replaceAll("\\", "/")}`);

function importsOf(file: string): { inside: string[]; packages: string[] } {
  const text = readFileSync(file, "utf8");
  const statements =
    /^(?:import|export)\s[^"';]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  const found = [...text.matchAll(statements)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  return {
    inside: found
      .filter((name) => name.startsWith("."))
      .map((name) =>
        normalize(join(dirname(file), name))
          .replaceAll("\\", "/")
          .replace(/^src\//, ""),
      ),
    packages: found.filter((name) => !name.startsWith(".")),
  };
}

const roomOf = (path: string) => path.split("/")[0] ?? path;

describe("architecture", () => {
  it("sees the source files", () => {
    expect(files.length).toBeGreaterThan(30);
  });

  it("has a row for every folder", () => {
    const rooms = new Set(files.map((file) => roomOf(file.replace(/^src\//, ""))));
    expect([...rooms].filter((room) => !(room in TABLE))).toEqual([]);
  });

  it("imports only what the table allows", () => {
    const offences = files.flatMap((file) => {
      const room = roomOf(file.replace(/^src\//, ""));
      const row = TABLE[room];
      const { inside, packages } = importsOf(file);
      const allowed = (path: string) =>
        roomOf(path) === room ||
        row?.folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
      return [
        ...inside.filter((path) => !allowed(path)).map((path) => `${file} imports ${path}`),
        ...packages
          .filter((name) => row?.packages !== "any" && !row?.packages.includes(name))
          .map((name) => `${file} imports ${name}`),
      ];
    });

    expect(offences).toEqual([]);
  });

  it("keeps one target from knowing another", () => {
    const offences = files.flatMap((file) => {
      const own = /^src\/target\/([^/]+)\//.exec(file)?.[1];
      if (own === undefined) return [];
      return importsOf(file)
        .inside.filter((path) => /^target\/[^/]+\//.test(path) && !path.startsWith(`target/${own}/`))
        .map((path) => `${file} imports ${path}`);
    });

    expect(offences).toEqual([]);
  });

  it("reads the clock, the environment and the console only at the edges", () => {
    const offences = files.flatMap((file) => {
      const text = readFileSync(file, "utf8");
      const place = file.replace(/^src\//, "");
      return WORDS.filter(({ word, allowed }) => word.test(text) && !allowed.test(place)).map(
        ({ word }) => `${file} has ${word.source}`,
      );
    });

    expect(offences).toEqual([]);
  });
});
