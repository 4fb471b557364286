import { describe, expect, it } from "vitest";
import {
  JIRA_8_2,
  JIRA_9_12,
  JIRA_10_3_0,
  JIRA_10_3_24,
  JIRA_11,
} from "../../src/sandbox/jira/jira-profile.ts";
import { describeRecordings } from "../sandbox/jira-recordings.ts";
import { EVERYTHING } from "../support/people.ts";
import { startScripted } from "../support/scripted-server.ts";
import { type JiraOptions, openJira, openJiraAt } from "./open-jira.ts";

const signal = new AbortController().signal;
const usersOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `user${index}`, email: `user${index}@example.com` }));

async function findingsOf(options: JiraOptions = {}) {
  await using jira = await openJira(options);
  const findings = await jira.target.check(signal);
  expect(jira.writes()).toEqual([]);
  return findings;
}

describe("jira check", () => {
  it("signs in, names the licences, and says what cannot be known", async () => {
    const findings = await findingsOf();

    expect(findings.map(({ level, subject }) => `${level} ${subject}`)).toEqual([
      ...["ok sign-in", "ok permissions", "ok accounts", "ok licences", "info directory"],
    ]);
    expect(findings.filter(({ level, fix }) => level !== "ok" && fix === undefined)).toEqual([]);
  });

  it("names the groups that grant a licence, so that they can be copied", async () => {
    const roles = [
      { key: "a", name: "Jira Software", groups: ["jira-software-users", "dev"], defaultGroups: [] },
      { key: "b", name: "Jira Core", groups: ["dev"], defaultGroups: [] },
      { key: "c", name: "Service Desk", groups: [], defaultGroups: [] },
    ];

    expect(await findingsOf({ seed: { roles } })).toContainEqual({
      ...{ level: "ok", subject: "licences" },
      message: "Groups that grant a licence:",
      items: [
        { name: "jira-software-users", remark: "Jira Software" },
        { name: "dev", remark: "Jira Software, Jira Core" },
      ],
    });
    expect(await findingsOf({ seed: { roles: [] } })).toContainEqual({
      ...{ level: "ok", subject: "licences" },
      message: "No group grants a licence.",
    });
  });

  it.each([
    {
      what: "a wrong password",
      options: { credentials: { username: "usersync", password: "no" } },
      fix: "password",
    },
    { what: "a token that is not valid", options: { credentials: { token: "no" } }, fix: "token" },
  ])("explains $what, and asks nothing more", async ({ options, fix }) => {
    expect(await findingsOf(options)).toEqual([
      ...[
        {
          level: "problem",
          subject: "sign-in",
          message: expect.any(String),
          fix: expect.stringContaining(fix),
        },
      ],
    ]);
  });

  it("explains a wrong context path", async () => {
    await using jira = await openJira({ contextPath: "/jira" });

    for (const path of ["", "/other", "/jira/rest/api/2"]) {
      const url = jira.url.replace("/jira", path);
      expect(await openJiraAt(url).check(signal)).toEqual([
        {
          ...{ level: "problem", subject: "sign-in" },
          message: `jira: ${url}/rest/api/2/myself was answered with 404, so there is no Jira under this address. Nobody has looked at the credentials yet.`,
          fix: "Is the context path missing or wrong in `targets[].url`? It is what stands before /secure or /login in the browser, such as https://host/jira.",
        },
      ]);
    }
  });

  it("has an answer within seconds from a server that is down", async () => {
    await using server = await startScripted(() => ({ status: 503 }));

    expect(await openJiraAt(server.url).check(signal)).toMatchObject([
      { level: "problem", subject: "sign-in" },
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it("says which right is missing and where it is granted", async () => {
    const findings = await findingsOf({ rights: new Set(["USER_PICKER"]) });

    for (const subject of ["permissions", "accounts", "licences"]) {
      expect(findings).toContainEqual(
        expect.objectContaining({
          ...{ level: "problem", subject },
          fix: expect.stringContaining("Global permissions"),
        }),
      );
    }
  });

  it("goes on when one question has no answer", async () => {
    await using jira = await openJira();
    jira.traffic.add({ fault: { kind: "html" }, path: /applicationrole$/ });

    expect(await jira.target.check(signal)).toMatchObject([
      ...[{ subject: "sign-in" }, { subject: "permissions" }, { subject: "accounts" }],
      { level: "problem", subject: "licences", message: expect.stringContaining("HTML") },
      { subject: "directory" },
    ]);
  });
});

describe("jira check tells how accounts are found", () => {
  const groups = [{ name: "everybody", members: ["user0"] }];
  const accounts = (level: string, message: string) =>
    expect.objectContaining({ level, subject: "accounts", message: expect.stringContaining(message) });

  it.each([
    { name: "8.2", profile: JIRA_8_2, count: 5, finding: accounts("ok", "Jira 8.2.6 cannot list") },
    { name: "9.12", profile: JIRA_9_12, count: 5, finding: accounts("ok", "came to its end: 6") },
    { name: "9.12", profile: JIRA_9_12, count: 1000, finding: accounts("warning", "nobody is disabled") },
    { name: "10.3.0", profile: JIRA_10_3_0, count: 100, finding: accounts("warning", "no more than 100") },
    { name: "10.3.24", profile: JIRA_10_3_24, count: 100, finding: accounts("ok", "lists all its accounts") },
    { name: "11", profile: JIRA_11, count: 100, finding: accounts("ok", "Jira 11.0.0 lists all") },
  ])("on $name with $count of them", async ({ profile, count, finding }) => {
    const findings = await findingsOf({ seed: { users: usersOf(count) }, profile });

    expect(findings).toContainEqual(finding);
  });

  it("with the setting that would prove it", async () => {
    const findings = await findingsOf({ seed: { users: usersOf(100) }, profile: JIRA_10_3_0 });

    expect(findings).toContainEqual(
      expect.objectContaining({ subject: "accounts", fix: expect.stringContaining("`listing.groups`") }),
    );
  });

  it("by the groups of that setting", async () => {
    const listing = { groups: ["everybody", "nobody"] };
    const seed = { users: usersOf(100), groups };

    const findings = await findingsOf({ seed, profile: JIRA_10_3_0, listing });

    expect(findings.filter(({ subject }) => subject === "listing.groups")).toMatchObject([
      { level: "ok", message: "The group everybody has 1 members." },
      { level: "problem", message: expect.stringContaining("nobody does not exist") },
    ]);
  });

  it.each([
    { how: "lists them", profile: JIRA_11, why: "this version lists all its accounts." },
    { how: "finds them", profile: JIRA_9_12, why: "a search finds all accounts." },
  ])(
    "without the groups of that setting where it $how, and a wrong name is told",
    async ({ profile, why }) => {
      const listing = { groups: ["everybody", "nobody"] };

      const findings = await findingsOf({ seed: { users: usersOf(1), groups }, profile, listing });

      expect(findings.filter(({ subject }) => subject === "listing.groups")).toMatchObject([
        { level: "problem", message: "The group nobody does not exist in Jira." },
        { level: "info", message: `Not used: ${why}` },
      ]);
    },
  );

  it("and what a version cannot do", async () => {
    const findings = await findingsOf({ profile: JIRA_8_2 });

    expect(findings.filter(({ level }) => level === "warning").map(({ subject }) => subject)).toEqual([
      ...["disable", "enable"],
    ]);
  });

  it("but not what is switched off anyhow", async () => {
    const operations = { ...EVERYTHING, disable: false, enable: false };
    const findings = await findingsOf({ profile: JIRA_8_2, settings: { operations } });

    expect(findings.filter(({ level }) => level === "warning")).toEqual([]);
  });
});

describe("jira check looks for whoever takes over", () => {
  const users = [{ name: "office" }, { name: "left", active: false }];

  it.each([
    { who: "somebody active", projectLead: "office", level: "ok" },
    { who: "somebody who is disabled", projectLead: "left", level: "problem" },
    { who: "nobody", projectLead: "nobody", level: "problem" },
  ])("$who", async ({ projectLead, level }) => {
    const findings = await findingsOf({ seed: { users }, onDisable: { projectLead } });

    expect(findings).toContainEqual(expect.objectContaining({ level, subject: "onDisable.projectLead" }));
  });
});

describeRecordings(30);
