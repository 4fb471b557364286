import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AUDIT_ERRORS } from "./errors/audit-errors.ts";
import { BITBUCKET_ERRORS } from "./errors/bitbucket-errors.ts";
import { CLI_ERRORS } from "./errors/cli-errors.ts";
import { CONFIG_ERRORS } from "./errors/config-errors.ts";
import { CONFLUENCE_ERRORS } from "./errors/confluence-errors.ts";
import { GRAPH_ERRORS } from "./errors/graph-errors.ts";
import { HISTORY_ERRORS } from "./errors/history-errors.ts";
import { HTTP_ERRORS } from "./errors/http-errors.ts";
import { JIRA_ERRORS } from "./errors/jira-errors.ts";
import {
  closeWorkshop,
  type Provocations,
  type Provoked,
  provoke,
  withoutWorkshop,
} from "./errors/provoke.ts";
import { SAVED_ERRORS } from "./errors/saved-errors.ts";
import { SIGN_IN_ERRORS } from "./errors/sign-in-errors.ts";
import { SOURCE_ERRORS } from "./errors/source-errors.ts";
import { STATE_ERRORS } from "./errors/state-errors.ts";
import { TARGET_ERRORS } from "./errors/target-errors.ts";

const ALL: readonly Provocations[] = [
  AUDIT_ERRORS,
  BITBUCKET_ERRORS,
  CLI_ERRORS,
  CONFIG_ERRORS,
  CONFLUENCE_ERRORS,
  GRAPH_ERRORS,
  HISTORY_ERRORS,
  HTTP_ERRORS,
  JIRA_ERRORS,
  SAVED_ERRORS,
  SIGN_IN_ERRORS,
  SOURCE_ERRORS,
  STATE_ERRORS,
  TARGET_ERRORS,
];

/** Texts that stand in a snapshot of their own. */
const ELSEWHERE = { "src/config/parse-config.ts": "test/config/snapshots/config-full-of-mistakes.txt" };

const MAKES_AN_ERROR = /\bnew (?:UsersyncError|HttpError|GraphRefusal|ConfigError)\(/;

let provoked: readonly Provoked[];
beforeAll(async () => {
  const leads = ALL.flatMap((part) => Object.entries(part));
  provoked = await Promise.all(leads.map(([situation, lead]) => provoke(situation, lead)));
});
afterAll(closeWorkshop);

describe("every error", () => {
  it("is worded as the snapshot says", async () => {
    const files = [...new Set(provoked.map(({ file }) => file))].sort();
    const pages = files.map((file) => {
      const own = provoked.filter((one) => one.file === file).sort((one, other) => one.line - other.line);
      return [`${file}\n${"=".repeat(file.length)}`, ...own.map(textOf)].join("\n\n");
    });

    await expect(withoutWorkshop(`${pages.join("\n\n\n")}\n`)).toMatchFileSnapshot("snapshots/errors.txt");
  });

  it("is provoked here, wherever one is made", () => {
    const reached = new Set(provoked.map(({ file, line }) => `${file}:${line}`));
    const isElsewhere = (place: string) =>
      Object.keys(ELSEWHERE).some((file) => place.startsWith(`${file}:`));

    const missing = placesIn("src").filter((place) => !reached.has(place) && !isElsewhere(place));

    expect(missing).toEqual([]);
    expect(Object.values(ELSEWHERE).filter((snapshot) => !existsSync(snapshot))).toEqual([]);
  });

  it("says in whole sentences what happened and what to do, and keeps secrets to itself", () => {
    for (const { situation, error } of provoked) {
      const { message, why, fix } = error;
      const unfinished = [message, fix].filter((text) => !/[.:)]$|--help$| {2}.*$/.test(text));
      expect([situation, ...unfinished]).toEqual([situation]);
      expect(`${message} ${why} ${fix}`).not.toMatch(/\bhush\b|undefined|\[object/);
    }
  });
});

function textOf({ situation, error: { code, message, why, fix } }: Provoked): string {
  const lines = [`${situation}  [${code}]`, `  ${message}`, `  Why  ${why}`, `  Fix  ${fix}`];
  return lines.map((line) => line.replaceAll("\n", "\n  ").trimEnd()).join("\n");
}

/** Every place that makes one, as `file:line`. */
function placesIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const places = files.flatMap((file) => {
    const path = join(folder, file);
    const lines = readFileSync(path, "utf8").split("\n");
    return lines.flatMap((line, at) => (MAKES_AN_ERROR.test(line) ? [`${path}:${at + 1}`] : []));
  });
  if (places.length === 0) throw new Error(`No error is made in ${folder}: the search is broken.`);
  return places;
}
