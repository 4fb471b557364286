import { describe, expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { secretsOf } from "../../src/config/secrets-of.ts";
import { allSettings, configDigest, identityOf, settingsOf } from "../../src/saved/config-digest.ts";
import {
  bitbucket,
  cloud,
  confluence,
  context,
  crowd,
  jira,
  parse,
  raw,
  source,
} from "../config/config-builder.ts";

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n";

const settings = (options: Parameters<typeof raw>[0] = {}) => {
  const config = parse(raw(options));
  const [target] = config.targets;
  if (target === undefined) throw new Error("The config has no target.");
  return settingsOf(config, target);
};
const digest = (options: Parameters<typeof raw>[0] = {}) => configDigest(parse(raw(options)));

describe("the settings that decide a plan", () => {
  it("are named by their path, with what stands there as JSON", () => {
    const found = settings({
      source: source({
        users: { from: "groups", groups: ["Everybody"], filter: "department eq 'R&D'" },
        groups: { from: "all", types: ["security", "dynamic"] },
      }),
      mapping: {
        username: { replace: [{ regex: "(.*)@.*", with: "$1" }] },
        groupName: { map: { "b.team": "b", "a.team": "a", "c.team": ["c", "d"] }, prefix: "entra-" },
        groups: [{ name: "team-*", remove: false }],
        guestUsername: { from: "homeUserPrincipalName", replace: [{ regex: "@", with: "-" }] },
      },
      limits: { disable: "10% or 25", import: 0, update: "none", removeMembers: "7%" },
      targets: [cloud({ verifiedDomains: ["example.com"], operations: { import: false } })],
    });

    expect(found).toMatchObject({
      "source.type": '"entra"',
      "source.users.from": '"groups"',
      "source.users.groups": '["Everybody"]',
      "source.groups.types": '["security","dynamic"]',
      "source.users.filter": "\"department eq 'R&D'\"",
      "mapping.username.replace": '[{"regex":"(.*)@.*","with":"$1"}]',
      "mapping.groupName.map": '[["a.team","a"],["b.team","b"],["c.team",["c","d"]]]',
      "mapping.groupName.prefix": '"entra-"',
      "mapping.groupName.suffix": '""',
      "mapping.groups":
        '[{"name":"team-*","remove":false,"adopt":"ask","onRename":"keep","onLeave":"release"}]',
      "mapping.guestUsername.from": '"homeUserPrincipalName"',
      "mapping.guestUsername.replace": '[{"regex":"@","with":"-"}]',
      "mapping.guestUsername.case": '"lower"',
      "limits.disable": '"10% or 25"',
      "limits.import": '"0"',
      "limits.update": '"none"',
      "limits.removeMembers": '"7%"',
      "limits.emptyGroup": '"refuse"',
      "operations.import": "false",
      "protect.users": '["admin"]',
      directoryId: '"dir-1"',
      url: '"https://api.atlassian.com"',
      verifiedDomains: '["example.com"]',
    });
  });

  it("stand in the same order every time", () => {
    expect(Object.keys(settings({ targets: [crowd()] }))).toMatchInlineSnapshot(`
      [
        "source.type",
        "source.tenantId",
        "source.cloud",
        "source.graphUrl",
        "source.users.from",
        "source.users.groups",
        "source.users.nested",
        "source.users.guests",
        "source.users.include",
        "source.users.exclude",
        "source.users.where",
        "source.groups.from",
        "source.groups.names",
        "source.groups.nested",
        "type",
        "url",
        "application",
        "mapping.email",
        "mapping.displayName",
        "mapping.givenName",
        "mapping.familyName",
        "mapping.nesting",
        "mapping.groups",
        "mapping.defaultGroups.all",
        "mapping.defaultGroups.new",
        "mapping.username.from",
        "mapping.username.replace",
        "mapping.username.case",
        "mapping.groupName.map",
        "mapping.groupName.replace",
        "mapping.groupName.prefix",
        "mapping.groupName.suffix",
        "operations.import",
        "operations.update",
        "operations.enable",
        "operations.disable",
        "operations.createGroups",
        "operations.addMembers",
        "operations.removeMembers",
        "limits.disable",
        "limits.removeMembers",
        "limits.removeMembersTotal",
        "limits.import",
        "limits.update",
        "limits.rename",
        "limits.unmatched",
        "limits.emptyGroup",
        "limits.shrinkSource",
        "limits.shrinkScope",
        "limits.ownAccount",
        "limits.lastMember",
        "protect.users",
        "protect.groups",
      ]
    `);
  });

  it.each([
    { credential: { type: "client-secret", clientId: "canary-app", clientSecret: "canary-secret" } },
    { credential: { type: "access-token", token: "canary-token" } },
    {
      credential: {
        type: "client-certificate",
        clientId: "canary-app",
        certificatePath: "canary.pem",
        certificatePassword: "canary-password",
      },
    },
  ])("hold no secret: $credential.type", ({ credential }) => {
    const config = parse(
      raw({
        source: source({ credential }),
        targets: [
          cloud({ token: "canary-scim" }),
          crowd({ password: "canary-crowd" }),
          jira({ token: "canary-jira" }),
          confluence({ token: undefined, username: "canary", password: "canary-confluence" }),
          bitbucket({ username: "canary", password: "canary-bitbucket" }),
        ],
        state: { url: "postgres://usersync:canary-state@db.example.com/usersync" },
      }),
      context({ files: { "/etc/usersync/canary.pem": CERTIFICATE } }),
    );

    const text = JSON.stringify(allSettings(config));

    expect(secretsOf(config).length).toBeGreaterThan(2);
    expect(text).not.toContain("canary");
  });

  it("name a source file from the folder of the config, wherever that lies", () => {
    const file = (directory: string) =>
      parse(
        raw({ source: { type: "file", path: "data/people.json" } }),
        context({ directory, path: `${directory}/usersync.config.yaml` }),
      );

    expect(allSettings(file("/home/runner/work"))["source.path"]).toBe('"data/people.json"');
    expect(configDigest(file("/home/runner/work"))).toBe(configDigest(file("/etc/usersync")));
  });

  it("name a source file elsewhere by its whole path", () => {
    const found = settings({ source: { type: "file", path: "/srv/export/people.json" } });

    expect(found["source.path"]).toBe('"/srv/export/people.json"');
  });
});

describe("the settings of a product", () => {
  it.each([
    {
      target: jira({ listing: { groups: ["all"] }, onDisable: { projectLead: "pl", componentLead: "cl" } }),
      own: {
        type: '"jira"',
        url: '"https://jira.example.com"',
        "listing.groups": '["all"]',
        "onDisable.projectLead": '"pl"',
        "onDisable.componentLead": '"cl"',
      },
    },
    {
      target: confluence({ listing: { groups: ["all"] } }),
      own: { type: '"confluence"', url: '"https://confluence.example.com"', "listing.groups": '["all"]' },
    },
    {
      target: bitbucket({ directoryName: "Internal", licenseGroups: ["devs"], notifyNewUsers: true }),
      own: {
        type: '"bitbucket"',
        url: '"https://bitbucket.example.com"',
        directoryName: '"Internal"',
        licenseGroups: '["devs"]',
        notifyNewUsers: "true",
      },
    },
  ])("are what decides its plan, and nothing else: $own.type", ({ target, own }) => {
    const shared = Object.keys(settings());
    const found = Object.entries(settings({ targets: [target] })).filter(
      ([path]) => path in own || !shared.includes(path),
    );

    expect(Object.fromEntries(found)).toEqual(own);
  });

  it.each([
    { situation: "where listing groups are", one: jira(), other: jira({ listing: { groups: ["all"] } }) },
    { situation: "who leads then", one: jira(), other: jira({ onDisable: { projectLead: "ada" } }) },
    { situation: "who leads components", one: jira(), other: jira({ onDisable: { componentLead: "ada" } }) },
    {
      situation: "the groups of Confluence",
      one: confluence(),
      other: confluence({ listing: { groups: ["a"] } }),
    },
    { situation: "which directory", one: bitbucket(), other: bitbucket({ directoryName: "Internal" }) },
    { situation: "what lets people in", one: bitbucket(), other: bitbucket({ licenseGroups: ["devs"] }) },
    { situation: "who gets an e-mail", one: bitbucket(), other: bitbucket({ notifyNewUsers: true }) },
  ])("change the digest: $situation", ({ one, other }) => {
    expect(digest({ targets: [one] })).not.toBe(digest({ targets: [other] }));
  });

  it("do not say how to sign in: a new token or another account changes nothing", () => {
    const byPassword = { token: undefined, username: "ada", password: "p" };

    expect(digest({ targets: [jira(byPassword)] })).toBe(digest({ targets: [jira()] }));
    expect(digest({ targets: [bitbucket({ username: "ada" })] })).toBe(digest({ targets: [bitbucket()] }));
  });
});

describe("the digest of a config", () => {
  it.each([
    { situation: "a secret", options: { targets: [cloud({ token: "another-secret" })] } },
    { situation: "how fast it goes", options: { targets: [cloud({ concurrency: 1 })] } },
    { situation: "the log", options: { log: { level: "debug" } } },
    { situation: "where the state is", options: { state: { url: "none" } } },
    { situation: "a default that is written out", options: { protect: { users: ["admin"] } } },
  ])("stays the same for $situation", ({ options }) => {
    expect(digest(options)).toBe(digest());
  });

  it.each([
    {
      situation: "what a replacement writes",
      options: { mapping: { username: { replace: [{ regex: "a", with: "b" }] } } },
      other: { mapping: { username: { replace: [{ regex: "a", with: "c" }] } } },
    },
    { situation: "a limit", options: { limits: { disable: 5 } }, other: { limits: { disable: "5%" } } },
    { situation: "another target", options: { targets: [cloud(), crowd()] }, other: {} },
    { situation: "the name of a target", options: { targets: [cloud({ name: "other" })] }, other: {} },
    {
      situation: "which groups of the directory an Entra group becomes",
      options: { mapping: { groupName: { map: { dev: ["a", "b"] } } } },
      other: { mapping: { groupName: { map: { dev: "a" } } } },
    },
    {
      situation: "what is put around the names of groups",
      options: { mapping: { groupName: { prefix: "a-" } } },
      other: { mapping: { groupName: { suffix: "a-" } } },
    },
    {
      situation: "which groups nobody is removed from",
      options: { mapping: { groups: [{ name: "team-*", remove: false }] } },
      other: { mapping: { groups: [{ name: "team-*" }] } },
    },
    { situation: "how guests are called", options: { mapping: { guestUsername: {} } }, other: {} },
    {
      situation: "which types of groups count",
      options: { source: source({ groups: { from: "all", types: ["security"] } }) },
      other: { source: source({ groups: { from: "all" } }) },
    },
    {
      situation: "who is in scope",
      options: { source: source({ users: { guests: "include" } }) },
      other: {},
    },
  ])("changes with $situation", ({ options, other }) => {
    expect(digest(options)).not.toBe(digest(other));
    expect(digest(options)).toMatch(/^[0-9a-f]{64}$/);
  });
});

it.each([
  { target: cloud(), identity: "atlassian-cloud https://api.atlassian.com dir-1" },
  { target: jira({ url: "https://x.example.com/jira/" }), identity: "jira https://x.example.com/jira" },
  { target: confluence(), identity: "confluence https://confluence.example.com" },
  { target: bitbucket(), identity: "bitbucket https://bitbucket.example.com" },
  {
    target: bitbucket({ directoryName: "Bitbucket Internal Directory" }),
    identity: "bitbucket https://bitbucket.example.com Bitbucket Internal Directory",
  },
  { target: crowd({ name: "renamed" }), identity: "crowd https://crowd.example.com/crowd usersync" },
])("names a directory by what it is: $identity", ({ target, identity }) => {
  const { targets }: Config = parse(raw({ targets: [target] }));

  expect(targets.map(identityOf)).toEqual([identity]);
});
