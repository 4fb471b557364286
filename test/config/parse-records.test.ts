// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are about references.
import { describe, expect, it } from "vitest";
import type { ConfigContext } from "../../src/config/context.ts";
import { parseRecords } from "../../src/config/parse-config.ts";

const CONTEXT: ConfigContext = {
  path: "/etc/usersync/usersync.config.yaml",
  directory: "/etc/usersync",
  env: { TOKEN: "a-token-that-is-set" },
  readText: () => {
    throw new Error("No file is read.");
  },
};

/** Nothing of the source and the targets is as it must be, apart from one token. */
const CONFIG = {
  source: { type: "entra", credential: { clientSecret: "${UNSET}" } },
  targets: [{ token: "${TOKEN}" }, { password: "${UNSET}", no: "such option" }],
  audit: { file: "audit.jsonl" },
};

describe("where runs are recorded", () => {
  it("is known though nothing else of the config can be used, and with the secrets that there are", () => {
    expect(parseRecords(CONFIG, CONTEXT)).toEqual({
      state: { type: "file", path: "/etc/usersync/.usersync/state.db" },
      audit: { file: "/etc/usersync/audit.jsonl" },
      log: { level: "info", format: "auto" },
      warnings: [],
      secrets: ["a-token-that-is-set"],
    });
  });

  it.each([
    { situation: "it refers to what is not set", config: { state: { url: "${UNSET}" } }, path: "state.url" },
    { situation: "it is no address", config: { state: { url: "mysql://db" } }, path: "state.url" },
    { situation: "the audit file is none", config: { ...CONFIG, audit: { file: 7 } }, path: "audit.file" },
    { situation: "an option is unknown", config: { ...CONFIG, log: { colour: 1 } }, path: "log.colour" },
    { situation: "the config is none", config: "text", path: "" },
  ])("is a mistake when $situation", ({ config, path }) => {
    expect(() => parseRecords(config, CONTEXT)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ path })] }),
    );
  });

  it("is the usual place when the config is empty", () => {
    expect(parseRecords(undefined, CONTEXT).state).toEqual({
      type: "file",
      path: "/etc/usersync/.usersync/state.db",
    });
  });
});
