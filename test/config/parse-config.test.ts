import { describe, expect, it } from "vitest";
import { cloud, crowd, parse, problemsOf, raw } from "./config-builder.ts";

describe("defaults", () => {
  it("are what the documentation says", () => {
    const {
      source: from,
      targets,
      schedule,
      log,
      warnings,
      path,
    } = parse(raw({ targets: [cloud(), crowd()] }));
    const connection = { concurrency: 4, timeout: 60_000, maxWait: 300_000 };

    expect(from).toEqual({
      type: "entra",
      tenantId: "contoso.onmicrosoft.com",
      cloud: "global",
      graphUrl: "https://graph.microsoft.com",
      credential: { type: "client-secret", clientId: "app", clientSecret: "source-secret" },
      users: {
        from: "all",
        groups: [],
        nested: true,
        guests: "exclude",
        where: [],
        include: [],
        exclude: [],
      },
      groups: { from: "none", names: [], nested: true },
      connection: {
        ...connection,
        requestsPerSecond: Number.POSITIVE_INFINITY,
        maxResponseSize: 64 * 1024 ** 2,
      },
      timeLimit: 3_600_000,
    });
    expect(targets).toMatchObject([
      {
        type: "atlassian-cloud",
        url: "https://api.atlassian.com",
        mapping: {
          username: { from: "userPrincipalName", replace: [], case: "lower" },
          email: ["mail", "userPrincipalName"],
          displayName: ["displayName"],
          givenName: ["givenName"],
          familyName: ["surname"],
          groupName: { map: {}, replace: [] },
          defaultGroups: { all: [], new: [] },
        },
        operations: {
          import: true,
          update: true,
          enable: true,
          disable: true,
          createGroups: true,
          addMembers: true,
          removeMembers: true,
        },
        limits: {
          disable: { share: 0.1 },
          removeMembers: { share: 0.2 },
          removeMembersTotal: { share: 0.1 },
          import: "none",
          update: "none",
          emptyGroup: "refuse",
        },
        protect: {
          users: ["admin"],
          groups: [
            "site-admins",
            "crowd-administrators",
            "jira-administrators",
            "confluence-administrators",
            "stash-users",
          ],
        },
        connection: { ...connection, requestsPerSecond: 20, maxResponseSize: 64 * 1024 ** 2 },
      },
      {
        type: "crowd",
        connection: {
          ...connection,
          requestsPerSecond: Number.POSITIVE_INFINITY,
          maxResponseSize: 256 * 1024 ** 2,
        },
      },
    ]);
    expect({ schedule, log, warnings, path }).toEqual({
      schedule: { jitter: 0 },
      log: { level: "info", format: "auto" },
      warnings: [],
      path: "/etc/usersync/usersync.config.yaml",
    });
  });

  it("stand in for sections that were left empty", () => {
    const empty = { mapping: null, operations: null, limits: null, protect: { users: null }, schedule: null };

    expect(parse(raw(empty))).toEqual(parse(raw()));
  });
});

describe("mapping", () => {
  it("gives replacements that work", () => {
    const username = { replace: [{ regex: "(.*)@.*", with: "$1" }] };
    const [target] = parse(raw({ mapping: { username } })).targets;

    expect(target?.mapping.username.replace.map(({ apply }) => apply("ada@x.example"))).toEqual(["ada"]);
  });

  it.each(["mail", "onPremisesExtensionAttributes.extensionAttribute7", "extension_0a1b_employeeNumber"])(
    "reads the property %s",
    (from) => {
      expect(
        parse(raw({ mapping: { username: { from }, email: [from] } })).targets[0]?.mapping,
      ).toMatchObject({
        username: { from },
        email: [from],
      });
    },
  );

  it.each(["", "a b", "mail,id", ".mail", "mail.", "a..b", "7up", "mail&$top=1"])(
    "refuses the property '%s'",
    (from) => {
      expect(problemsOf(raw({ mapping: { email: ["mail", from] } }))).toMatchObject([
        { path: "mapping.email[1]" },
      ]);
    },
  );

  it.each([
    {
      situation: "a regex",
      replace: [{ regex: "(?=a)", with: "" }],
      path: "mapping.username.replace[0].regex",
    },
    {
      situation: "a replacement",
      replace: [{ regex: "a", with: "$1" }],
      path: "mapping.username.replace[0].with",
    },
    {
      situation: "a missing replacement",
      replace: [{ regex: "a" }],
      path: "mapping.username.replace[0].with",
    },
    { situation: "a missing regex", replace: [{ with: "" }], path: "mapping.username.replace[0].regex" },
    {
      situation: "an empty regex",
      replace: [{ regex: "", with: "" }],
      path: "mapping.username.replace[0].regex",
    },
    {
      situation: "one pair without a list",
      replace: { regex: "a", with: "" },
      path: "mapping.username.replace",
    },
  ])("points at $situation", ({ replace, path }) => {
    expect(problemsOf(raw({ mapping: { username: { replace } } }))).toMatchObject([{ path }]);
  });
});
