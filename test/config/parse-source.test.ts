import { describe, expect, it } from "vitest";
import { complaintsOf, context, parse, raw, source } from "./config-builder.ts";

describe("the source", () => {
  it.each([
    { cloudName: "global", graphUrl: "https://graph.microsoft.com" },
    { cloudName: "us-gov", graphUrl: "https://graph.microsoft.us" },
    { cloudName: "us-gov-dod", graphUrl: "https://dod-graph.microsoft.us" },
    { cloudName: "china", graphUrl: "https://microsoftgraph.chinacloudapi.cn" },
  ])("is Graph of the cloud $cloudName", ({ cloudName, graphUrl }) => {
    expect(parse(raw({ source: source({ cloud: cloudName }) })).source).toMatchObject({ graphUrl });
  });

  it("is another Graph when the config says so", () => {
    const { source: from } = parse(raw({ source: source({ graphUrl: "http://127.0.0.1:4000/" }) }));

    expect(from).toMatchObject({ graphUrl: "http://127.0.0.1:4000" });
  });

  const PEM = "-----BEGIN CERTIFICATE-----\nx\n-----BEGIN PRIVATE KEY-----\n";
  it.each([
    {
      credential: {
        type: "client-secret",
        clientId: "a",
        clientSecret: "s",
        authorityHost: "https://login.example/",
      },
      becomes: { authorityHost: "https://login.example" },
    },
    {
      credential: {
        type: "client-certificate",
        clientId: "a",
        certificatePath: "cert.pem",
        certificatePassword: "s",
      },
      becomes: { certificatePath: "/etc/usersync/cert.pem", certificatePassword: "s" },
    },
    { credential: { type: "workload-identity" }, becomes: { type: "workload-identity" } },
    {
      credential: { type: "workload-identity", clientId: "a", tokenFilePath: "token" },
      becomes: { tokenFilePath: "/etc/usersync/token" },
    },
    { credential: { type: "managed-identity", clientId: "a" }, becomes: { clientId: "a" } },
    { credential: { type: "azure-cli" }, becomes: { type: "azure-cli" } },
    { credential: { type: "default" }, becomes: { type: "default" } },
    { credential: { type: "access-token", token: "t" }, becomes: { token: "t" } },
  ])("signs in with $credential.type", ({ credential, becomes }) => {
    const place = context({ files: { "/etc/usersync/cert.pem": PEM } });

    expect(parse(raw({ source: source({ credential }) }), place).source).toMatchObject({
      credential: { type: credential.type, ...becomes },
    });
  });

  it.each([
    { timeLimitMinutes: 90, timeLimit: 5_400_000 },
    { timeLimitMinutes: "0.5", timeLimit: 30_000 },
    { timeLimitMinutes: "none", timeLimit: Number.POSITIVE_INFINITY },
  ])("may be read for $timeLimitMinutes minutes", ({ timeLimitMinutes, timeLimit }) => {
    expect(parse(raw({ source: source({ timeLimitMinutes }) })).source).toMatchObject({ timeLimit });
  });

  it.each([0, -1, "long"])("may not be read for %s minutes", (timeLimitMinutes) => {
    expect(complaintsOf(raw({ source: source({ timeLimitMinutes }) }))).toEqual([
      `source.timeLimitMinutes ${JSON.stringify(timeLimitMinutes)}: is no number above 0`,
    ]);
  });

  it("is a file beside the config", () => {
    const { source: from } = parse(
      raw({ source: { type: "file", path: "people.json", users: { guests: "include" } } }),
    );

    const users = { guests: "include", where: [], include: [], exclude: [] };
    expect(from).toEqual({ type: "file", path: "/etc/usersync/people.json", users });
  });

  it.each([
    {
      situation: "assigned without application",
      options: { users: { from: "assigned" } },
      wrong: "source.users.application: is missing, though from is assigned",
    },
    {
      situation: "assigned groups without application",
      options: { groups: { from: "assigned" } },
      wrong: "source.users.application: is missing, though from is assigned",
    },
    {
      situation: "an application that nothing asks for",
      options: { users: { application: "a" } },
      wrong: "source.users.application: has no use, since from is not assigned",
    },
    {
      situation: "groups without a list",
      options: { users: { from: "groups", groups: [] } },
      wrong: "source.users.groups: is missing, though from is groups",
    },
    {
      situation: "a list of groups, and everybody in scope",
      options: { users: { groups: ["a"] } },
      wrong: "source.users.groups: has no use, since from is not groups",
    },
    {
      situation: "names without a list",
      options: { groups: { from: "names" } },
      wrong: "source.groups.names: is missing, though from is names",
    },
    {
      situation: "a list of names, and no groups",
      options: { groups: { names: ["a"] } },
      wrong: "source.groups.names: has no use, since from is not names",
    },
    {
      situation: "a misspelled from, which says nothing about its list",
      options: { users: { from: "group", groups: ["a"] } },
      wrong: 'source.users.from "group": is not known',
    },
    {
      situation: "an application that is no id",
      options: { users: { from: "assigned", application: "a' or 1 eq 1" } },
      wrong: `source.users.application "a' or 1 eq 1": does not have the right form`,
    },
    {
      situation: "an unknown cloud",
      options: { cloud: "germany" },
      wrong: 'source.cloud "germany": is not known',
    },
    {
      situation: "a tenant with a slash",
      options: { tenantId: "a/b" },
      wrong: 'source.tenantId "a/b": does not have the right form',
    },
    {
      situation: "an unknown credential",
      options: { credential: { type: "password" } },
      wrong: 'source.credential.type "password": is not known',
    },
    {
      situation: "no credential",
      options: { credential: undefined },
      wrong: "source.credential: is missing",
    },
    {
      situation: "an authority over http",
      options: {
        credential: {
          type: "client-secret",
          clientId: "a",
          clientSecret: "s",
          authorityHost: "http://localhost",
        },
      },
      wrong:
        'source.credential.authorityHost "http://localhost": is http, which would carry the secret in the clear',
    },
  ])("refuses $situation", ({ options, wrong }) => {
    expect(complaintsOf(raw({ source: source(options) }))).toEqual([wrong]);
  });

  it("takes an application that only groups ask for", () => {
    const options = { users: { application: "app-1" }, groups: { from: "assigned" } };

    expect(parse(raw({ source: source(options) })).source).toMatchObject(options);
  });
});
