import { describe, expect, it } from "vitest";
import {
  CONFLUENCE_8_3,
  CONFLUENCE_8_4,
  CONFLUENCE_9_4,
  CONFLUENCE_10,
} from "../../src/sandbox/confluence/confluence-profile.ts";
import { describeRecordings } from "../sandbox/confluence-recordings.ts";
import { startScripted } from "../support/scripted-server.ts";
import { type ConfluenceOptions, openConfluence, openConfluenceAt } from "./open-confluence.ts";

const signal = new AbortController().signal;
const GROUPS = [
  { name: "confluence-users", licensed: true, members: ["usersync"] },
  { name: "contractors", licensed: true },
  { name: "dev" },
];

async function check(options: ConfluenceOptions = {}) {
  await using confluence = await openConfluence({ seed: { groups: GROUPS }, ...options });
  const findings = await confluence.target.check(signal);
  expect(confluence.writes()).toEqual([]);
  expect(findings.filter(({ level, fix }) => !["ok", "info"].includes(level) && fix === undefined)).toEqual(
    [],
  );
  return findings;
}

describe("confluence check", () => {
  it.each([
    {
      ...{ version: "10", profile: CONFLUENCE_10, listing: [] as string[] },
      says: ["ok permissions", "ok accounts", "info username", "ok licences"],
    },
    {
      ...{ version: "9.4", profile: CONFLUENCE_9_4, listing: [] },
      says: ["ok permissions", "ok accounts", "info username", "ok licences"],
    },
    {
      ...{ version: "8.4", profile: CONFLUENCE_8_4, listing: [] },
      says: ["ok permissions", "ok accounts", "warning update", "info licences"],
    },
    {
      ...{ version: "8.3", profile: CONFLUENCE_8_3, listing: [] },
      says: ["ok permissions", "warning accounts", "warning import", "warning update", "info licences"],
    },
    {
      ...{ version: "8.3 with groups", profile: CONFLUENCE_8_3, listing: ["confluence-users", "nowhere"] },
      says: [
        ...["ok permissions", "ok listing.groups", "problem listing.groups"],
        ...["warning import", "warning update", "info licences"],
      ],
    },
    {
      ...{ version: "8.3 with too few groups", profile: CONFLUENCE_8_3, listing: ["contractors"] },
      says: [
        ...["ok permissions", "ok listing.groups", "warning listing.groups"],
        ...["warning import", "warning update", "info licences"],
      ],
    },
  ])("says of $version what it can do, and what nobody can know", async ({ profile, listing, says }) => {
    const findings = await check({ profile, listing: { groups: listing } });

    expect(findings.map(({ level, subject }) => `${level} ${subject}`)).toEqual([
      "ok sign-in",
      ...says,
      "info directory",
    ]);
  });

  it("names the groups that grant a licence, for an admin to copy", async () => {
    const findings = await check({ profile: CONFLUENCE_10 });
    const none = await check({ profile: CONFLUENCE_10, seed: {} });

    expect(findings.find(({ subject }) => subject === "licences")?.items).toEqual([
      ...[{ name: "confluence-users" }, { name: "contractors" }],
    ]);
    expect(none.find(({ subject }) => subject === "licences")).not.toHaveProperty("items");
  });

  it.each([
    {
      what: "a wrong token",
      options: { credentials: { token: "old" } },
      fix: "> Settings > Personal access",
    },
    {
      what: "a wrong context path",
      options: { contextPath: "/wiki" },
      path: "/confluence",
      fix: "context path",
    },
  ])("explains $what", async ({ options, path, fix }) => {
    await using confluence = await openConfluence(options);
    const origin = new URL(confluence.url).origin;
    const target = path === undefined ? confluence.target : openConfluenceAt(`${origin}${path}`);

    expect(await target.check(signal)).toEqual([
      {
        level: "problem",
        subject: "sign-in",
        message: expect.any(String),
        fix: expect.stringContaining(fix),
      },
    ]);
  });

  it("says that the right to administer is missing, where to grant it, and nothing that rests on it", async () => {
    const findings = await check({ rights: new Set(["LOGIN"]) });

    expect(findings).toMatchObject([
      { level: "ok", subject: "sign-in" },
      { level: "problem", subject: "permissions", fix: expect.stringContaining("Global permissions") },
    ]);
  });

  it("says that Confluence is in read-only mode", async () => {
    const findings = await check({ seed: { accessMode: "READ_ONLY" } });

    expect(findings).toContainEqual({
      ...{ level: "problem", subject: "access mode" },
      message: expect.stringContaining("read-only"),
      fix: expect.stringContaining("Maintenance"),
    });
  });

  it("goes on when one part of it fails", async () => {
    await using confluence = await openConfluence();
    confluence.traffic.add({ fault: { kind: "html" }, path: /accessmode$/ });

    const findings = await confluence.target.check(signal);

    expect(findings).toContainEqual(expect.objectContaining({ level: "problem", subject: "access mode" }));
    expect(findings).toContainEqual(expect.objectContaining({ level: "ok", subject: "accounts" }));
  });

  it("says that it is not known what the account may do, when that cannot be asked", async () => {
    await using confluence = await openConfluence();
    confluence.traffic.add({ fault: { kind: "html" }, path: /member$/ });

    expect(await confluence.target.check(signal)).toMatchObject([
      { level: "ok", subject: "sign-in" },
      { level: "problem", subject: "permissions", message: expect.stringContaining("member") },
    ]);
  });

  it("has an answer within seconds from a server that is down", async () => {
    await using server = await startScripted(() => ({ status: 503 }));

    const findings = await openConfluenceAt(server.url).check(signal);

    expect(findings).toMatchObject([{ level: "problem", subject: "sign-in" }]);
    expect(server.requests).toHaveLength(2);
  });

  it("looks for the groups of listing.groups though this version needs none", async () => {
    const groups = [{ name: "everybody", members: [] }];
    const findings = await check({
      ...{ profile: CONFLUENCE_10, seed: { groups }, listing: { groups: ["everybody", "nobody"] } },
    });

    expect(findings.filter(({ subject }) => subject === "listing.groups")).toMatchObject([
      { level: "problem", message: "The group nobody does not exist in Confluence." },
      { level: "info", message: "Not used: this version lists all its accounts." },
    ]);
  });

  it("does without a version, where the server does not tell it", async () => {
    await using confluence = await openConfluence();
    const fault = { kind: "status", status: 404, body: { message: "null for uri" } } as const;
    confluence.traffic.add({ fault, path: /server-information$/ });

    expect(await confluence.target.check(signal)).toContainEqual({
      ...{ level: "ok", subject: "accounts" },
      message: "This version of Confluence lists all its accounts.",
    });
  });
});

describeRecordings(30);
