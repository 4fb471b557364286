// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are among what is tested.
import { describe, expect, it } from "vitest";
import { cloud, complaintsOf, context, parse, problemsOf, raw, source } from "./config-builder.ts";

describe("problems", () => {
  it("come in the order of the file, what is missing at the end of its section", () => {
    const config = {
      log: { level: "loud" },
      targets: [{ type: "crowd", name: "X" }],
      source: { type: "entra", credential: { type: "azure-cli", extra: 1 } },
    };

    expect(problemsOf(config).map(({ path }) => path)).toEqual([
      "log.level",
      "targets[0].name",
      "targets[0].url",
      "targets[0].application",
      "targets[0].password",
      "source.credential.extra",
      "source.tenantId",
    ]);
  });

  it("come at the end of the nearest section that is there", () => {
    const config = {
      source: source({ users: { from: "assigned" }, groups: { from: "names" }, cloud: "x" }),
      targets: 1,
    };

    expect(problemsOf(config).map(({ path }) => path)).toEqual([
      "source.users.application",
      "source.groups.names",
      "source.cloud",
      "targets",
    ]);
  });

  it("say nothing more about an option whose reference failed", () => {
    const config = raw({ targets: [cloud({ name: "${NAME}", url: "${URL}", concurrency: "${N}" })] });

    expect(complaintsOf(config)).toEqual([
      "targets[0].name: refers to the environment variable NAME, which is not set",
      "targets[0].url: refers to the environment variable URL, which is not set",
      "targets[0].concurrency: refers to the environment variable N, which is not set",
    ]);
  });

  it.each([
    { situation: "nothing", value: undefined },
    { situation: "an empty config", value: {} },
    { situation: "null", value: null },
  ])("name what is needed for $situation", ({ value }) => {
    expect(complaintsOf(value)).toEqual(["source: is missing", "targets: is missing"]);
  });

  it.each([
    { situation: "a text", value: "hello", wrong: ": is a text" },
    { situation: "a list", value: [], wrong: ": is a list" },
    {
      situation: "a function, as a script might export",
      value: () => ({}),
      wrong: ": is no value of a config",
    },
  ])("name $situation where a config belongs", ({ value, wrong }) => {
    expect(complaintsOf(value)).toContain(wrong);
  });

  it.each([
    { options: { schedule: { cron: "61 * * * *" } }, path: "schedule.cron" },
    { options: { schedule: { timezone: "Mars/Olympus" } }, path: "schedule.timezone" },
    { options: { schedule: { jitterSeconds: -1 } }, path: "schedule.jitterSeconds" },
    { options: { log: { format: "xml" } }, path: "log.format" },
    { options: { state: { url: "mysql://db/usersync" } }, path: "state.url" },
    { options: { state: { url: "postgres://db" } }, path: "state.url" },
    { options: { state: { url: "postgres://sync:100%@db/usersync" } }, path: "state.url" },
    { options: { state: { url: "postgres://db/usersync?search_path=own" } }, path: "state.url" },
    { options: { limits: { emptyGroup: true } }, path: "limits.emptyGroup" },
    { options: { operations: { import: "yes" } }, path: "operations.import" },
    { options: { mapping: { groupName: { map: { a: 1 } } } }, path: "mapping.groupName.map.a" },
    { options: { mapping: { groupName: { map: { "a b": "" } } } }, path: 'mapping.groupName.map["a b"]' },
  ])("stand at $path", ({ options, path }) => {
    expect(problemsOf(raw(options)).map((problem) => problem.path)).toEqual([path]);
  });

  it("take switches and numbers from references", () => {
    const place = context({ env: { ON: "false", N: "30", L: "5%" } });
    const config = raw({
      operations: { disable: "${ON}" },
      schedule: { jitterSeconds: "${N}" },
      limits: { disable: "${L}" },
    });

    expect(parse(config, place)).toMatchObject({
      schedule: { jitter: 30_000 },
      targets: [{ operations: { disable: false }, limits: { disable: { share: 0.05 } } }],
    });
  });
});
