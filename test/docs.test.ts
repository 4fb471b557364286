import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { main } from "../src/cli/main.ts";
import { endFields, errorFields } from "../src/cli/runs/cycle-fields.ts";
import { COMPARISONS } from "../src/config/compile-comparison.ts";
import type { Config } from "../src/config/config.ts";
import { configFromText } from "../src/config/load-config.ts";
import { parseConfig } from "../src/config/parse-config.ts";
import { where } from "../src/config/schema/where.ts";
import { judgeOf } from "../src/desired/judge-scope.ts";
import type { Plan } from "../src/model/plan.ts";
import { fakeWorld } from "./cli/fake-world.ts";
import { readPage } from "./support/markdown.ts";
import { NO_RULES, person } from "./support/people.ts";
import { complaintAbout, invocationsIn } from "./support/usersync-commands.ts";

const ROOT = resolve(import.meta.dirname, "..");
const textOf = (file: string) => readFileSync(join(ROOT, file), "utf8");
const filesBelow = (folder: string, ending: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));

const PAGES = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"],
  ...filesBelow("docs", ".md"),
  ...filesBelow("examples", "README.md"),
].map((file) => ({ file, ...readPage(textOf(file)) }));

const blocks = (...languages: readonly string[]) =>
  PAGES.flatMap(({ file, blocks: own }) =>
    own.filter(({ language }) => languages.includes(language)).map(({ text }) => ({ file, text })),
  );

describe("links", () => {
  const links = PAGES.flatMap(({ file, links: own }) => own.map((link) => ({ file, link })));
  const local = links.filter(({ link }) => !/^https?:/.test(link));

  it("are found at all", () => {
    expect(local.length).toBeGreaterThan(50);
  });

  it.each(local)("$file → $link leads somewhere", ({ file, link }) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? file : relative(ROOT, resolve(ROOT, dirname(file), path));

    expect(existsSync(join(ROOT, target))).toBe(true);
    if (anchor !== undefined) expect([...readPage(textOf(target)).anchors]).toContain(anchor);
  });

  it.each(links.filter(({ link }) => link.startsWith("http")))("$link is encrypted", ({ link }) => {
    expect(link).toMatch(/^https:/);
  });
});

describe("commands", () => {
  const invocations = [
    ...blocks("sh", "bash", "yaml", "dockerfile").flatMap(({ file, text }) =>
      invocationsIn(text).map((argv) => ({ file, argv, line: argv.join(" ") })),
    ),
    ...blocks("yaml").flatMap(({ file, text }) =>
      containerArgs(text).map((argv) => ({ file, argv, line: argv.join(" ") })),
    ),
  ];

  it("are found at all", () => {
    expect(invocations.length).toBeGreaterThan(25);
  });

  it.each(invocations)("$file: usersync $line is understood", async ({ argv }) => {
    expect(await complaintAbout(argv)).toBe("");
  });

  it("would be complained about if they were wrong", async () => {
    const wrong = invocationsIn("npx usersync plan --al # not an option\ncd x && usersync pln > out.txt");

    expect(wrong).toEqual([["plan", "--al"], ["pln"]]);
    expect(await complaintAbout(["plan", "--al"])).toMatch(/Unknown option '--al'/);
    expect(await complaintAbout(["pln"])).toMatch(/Unknown command 'pln'/);
  });

  it("of npm exist", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const used = PAGES.flatMap(({ file }) => [...textOf(file).matchAll(/\bnpm run (\w+)/g)]);

    expect(used.length).toBeGreaterThan(5);
    for (const [, script = ""] of used) expect(scripts).toHaveProperty(script);
  });
});

/** What Kubernetes is told to start usersync with. */
function containerArgs(text: string): readonly (readonly string[])[] {
  const found: string[][] = [];
  const search = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { name, args } = value as { name?: unknown; args?: unknown };
    if (name === "usersync" && Array.isArray(args)) found.push(args.map(String));
    Object.values(value).forEach(search);
  };
  search(parse(text));
  return found;
}

describe("YAML", () => {
  it.each(blocks("yaml"))("in $file can be parsed", ({ text }) => {
    expect(parseAllDocuments(text).flatMap((document) => document.errors)).toEqual([]);
  });

  const configs = blocks("yaml").filter(({ text }) => {
    const [first = ""] = Object.keys(parse(text) as object);
    return ["source", "mapping", "operations", "limits", "protect", "targets", "schedule", "log"]
      .concat("state", "audit")
      .includes(first);
  });

  it("has configs in it", () => {
    expect(configs.length).toBeGreaterThan(12);
  });

  it.each(configs)("in $file is a config, or a part of one", ({ text }) => {
    const whole = { ...REST, ...(parse(text) as object) };

    expect(configOf(whole).targets.length).toBeGreaterThan(0);
  });
});

/** What a part of a config needs around it. */
const REST = {
  source: { type: "file", path: "people.json" },
  targets: [{ name: "cloud", type: "atlassian-cloud", directoryId: "id", token: "key" }],
};

/** A config of the docs. All variables are set, and every file is there. */
function configOf(value: object): Config {
  const names = [...JSON.stringify(value).matchAll(/\$\{(\w+)[:}]/g)].map(([, name = ""]) => name);
  const env = Object.fromEntries(
    names.filter((name) => !name.endsWith("_LIMIT")).map((name) => [name, "some-value"]),
  );
  const readText = () => "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n";
  return parseConfig(value, { path: "/usersync.config.yaml", directory: "/", env, readText });
}

describe("README.md", () => {
  it("has fewer than 200 lines", () => {
    expect(textOf("README.md").split("\n").length).toBeLessThan(200);
  });

  it("shows what usersync --help says", async () => {
    const outside = fakeWorld({ argv: ["--help"] });
    await main(outside.world);

    expect(blocks("text").map(({ text }) => text)).toContain(outside.stdout());
  });

  it("shows lines of a plan that a test of the examples has seen", () => {
    const plan = blocks("text").find(({ file, text }) => file === "README.md" && text.startsWith("cloud"));
    const seen = textOf("examples/github-actions/expected-plan.txt").split("\n");

    expect(
      plan?.text
        .trimEnd()
        .split("\n")
        .filter((line) => !seen.includes(line)),
    ).toEqual([]);
  });

  it("has the two commands, word for word", () => {
    const commands = blocks("sh").filter(({ file }) => file === "README.md");

    expect(commands.map(({ text }) => text)).toEqual(["npm ci && npm run demo\n", "npm ci && npm test\n"]);
  });
});

describe("docs/usernames.md", () => {
  const codeIn = (cell = "") => /^`(.+)`$/.exec(cell)?.[1];
  const recipes = (PAGES.find(({ file }) => file === "docs/usernames.md")?.rows ?? [])
    .map(([from, replacement, gives]) => ({
      from: codeIn(from),
      replacement: codeIn(replacement),
      gives: codeIn(gives),
    }))
    .filter(({ replacement }) => replacement?.startsWith("{ regex:"));

  it("has recipes", () => {
    expect(recipes.length).toBeGreaterThan(10);
  });

  it.each(recipes)("$from with $replacement becomes $gives", ({ from = "", replacement, gives }) => {
    const mapping = `mapping: { username: { replace: [${replacement}] } }`;
    const rest = JSON.stringify(REST)
      .slice(1, -1)
      .replaceAll(/(?<="):/g, ": ");
    const config = configFromText(`{ ${rest} , ${mapping} }`, { env: {}, directory: "/" });
    const [rewrite] = config.targets[0]?.mapping.username.replace ?? [];

    expect(rewrite?.apply(from)).toBe(gives);
  });
});

describe("docs/scope.md", () => {
  const NOW = Date.parse("2026-11-23T22:00:00Z");
  const rules = (PAGES.find(({ file }) => file === "docs/scope.md")?.rows ?? []).filter(([rule = ""]) =>
    rule.startsWith("`{ property:"),
  );
  const valuesIn = (cell: string) => [...cell.matchAll(/`([^`]*)`|no value/g)].map(([, value]) => value);

  it("shows every comparison", () => {
    const text = rules.map(([rule]) => rule).join("\n");

    for (const comparison of COMPARISONS) expect(text).toContain(` ${comparison}: `);
  });

  it.each(rules)("%s holds for %s, and not for %s", (rule = "", holds = "", fails = "") => {
    const source = parse(rule.slice(1, -1)) as { readonly property: string };
    const isIn = (value: string | undefined) => {
      const held: unknown = value === undefined ? undefined : parse(value);
      const enabled = source.property === "accountEnabled" ? { enabled: held === true } : {};
      const somebody = person("ada", { properties: { [source.property]: held }, ...enabled });
      const scope = { ...NO_RULES, where: where.parse([source]) };
      return judgeOf(scope, { memberships: new Map(), now: NOW })(somebody).isIn;
    };

    expect(valuesIn(holds).filter((value) => !isIn(value))).toEqual([]);
    expect(valuesIn(fails).filter(isIn)).toEqual([]);
    expect(valuesIn(holds).length * valuesIn(fails).length).toBeGreaterThan(0);
  });
});

describe("docs/troubleshooting.md", () => {
  const page = textOf("docs/troubleshooting.md");

  it("has a section for each code of an error", () => {
    const union = /type ErrorCode =([^;]+);/.exec(textOf("src/errors.ts"))?.[1] ?? "";
    const codes = [...union.matchAll(/"(\w+)"/g)].map(([, code = ""]) => code);
    const sections = [...page.matchAll(/^## ([A-Z_]+)$/gm)].map(([, title]) => title);

    expect(codes.length).toBeGreaterThan(10);
    expect(sections.sort()).toEqual([...codes, "BUG"].sort());
  });

  it("quotes messages as the program says them", () => {
    const sources = filesBelow("src", ".ts").map(textOf).join("\n");
    const quotes = [...page.matchAll(/^\| ((?:`[^`]+`(?:, )?)+) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, quote = ""]) => quote),
    );
    const parts = quotes.flatMap((quote) => quote.replace(/^AADSTS/, "").split("…"));
    const unknown = parts.filter((part) => !sources.includes(part));

    expect(quotes.length).toBeGreaterThan(25);
    expect(unknown).toEqual([]);
  });
});

describe("docs/operations.md", () => {
  it("explains every field of the line that ends a run, and shows one as it is", () => {
    const error = { code: "NETWORK", message: "It was not reached.", fix: "Try again." };
    const plan = { targets: [{ name: "crowd", operations: [], error }] } as unknown as Plan;
    const counts = Object.keys(endFields({ exitCode: 1, plan }));
    const fields = [...counts, ...Object.keys(errorFields(new Error("A bug."))), "durationMs"];
    const page = textOf("docs/operations.md");
    const explained = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/\w+/g)].map(([name]) => name),
    );
    const shown = Object.keys(JSON.parse(/^\{"level".*$/m.exec(page)?.[0] ?? "{}"));

    expect(explained).toEqual(expect.arrayContaining(fields));
    expect([...fields, "level", "time", "message"]).toEqual(expect.arrayContaining(shown));
  });

  it("names every limit with its default", () => {
    const { limits } = configOf(REST).targets[0] ?? {};
    const page = textOf("docs/operations.md");

    expect(Object.keys(limits ?? {}).length).toBeGreaterThan(0);
    for (const [name, limit] of Object.entries(limits ?? {})) {
      const shown = typeof limit === "object" && "share" in limit ? `${limit.share * 100} %` : String(limit);
      expect(page).toContain(`| \`limits.${name}\` | ${shown} |`);
    }
  });
});
