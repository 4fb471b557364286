import { describe, expect, it } from "vitest";
import { BITBUCKET_8 } from "../../src/sandbox/bitbucket/bitbucket-profile.ts";
import { INTERNAL } from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import { describeRecordings } from "../sandbox/bitbucket-recordings.ts";
import { startScripted } from "../support/scripted-server.ts";
import { type OpenedBitbucket, openBitbucket, openBitbucketAt, SELF } from "./open-bitbucket.ts";

const signal = new AbortController().signal;
const LDAP = { name: "LDAP", type: "LDAP", writable: false };
const check = ({ target }: Pick<OpenedBitbucket, "target">) => target.check(signal);

describe("bitbucket check", () => {
  it("names the version, the directories and the groups that let people in, and changes nothing", async () => {
    await using bitbucket = await openBitbucket({
      seed: { groups: [{ name: "stash-administrators", permission: "ADMIN" }] },
    });

    const findings = await check(bitbucket);

    expect(findings.map(({ level, subject, message }) => `${level} ${subject}: ${message}`)).toEqual([
      "ok sign-in: Bitbucket accepts the password of usersync.",
      "ok permissions: The account may administer Bitbucket.",
      "ok version: Bitbucket 9.6.0.",
      "ok directory: There is one user directory:",
      "ok licences: Groups that let their members in:",
      "ok accounts: All accounts looked at can be changed: 1.",
    ]);
    expect(findings.flatMap(({ items = [] }) => items)).toEqual([
      { name: "Bitbucket Internal Directory", remark: "INTERNAL" },
      { name: "stash-administrators", remark: "ADMIN" },
      { name: "stash-users", remark: "LICENSED_USER" },
    ]);
    expect(bitbucket.writes()).toEqual([]);
  });

  it("explains a wrong password with one request", async () => {
    await using bitbucket = await openBitbucket({ password: "wrong" });

    expect(await check(bitbucket)).toMatchObject([
      { level: "problem", subject: "sign-in", fix: expect.stringContaining("`password`") },
    ]);
    expect(bitbucket.seen).toHaveLength(1);
  });

  it("tells a missing permission from a wrong password, and says that a token is never enough", async () => {
    await using bitbucket = await openBitbucket({ self: { ...SELF, permission: "PROJECT_CREATE" } });

    expect(await check(bitbucket)).toMatchObject([
      { level: "ok", subject: "sign-in" },
      { level: "problem", subject: "permissions", fix: expect.stringMatching(/Admin.*HTTP access token/) },
    ]);
  });

  it("explains a wrong context path", async () => {
    await using bitbucket = await openBitbucket({ contextPath: "/bitbucket" });
    const url = new URL(bitbucket.url).origin;

    expect(await check({ target: openBitbucketAt(url) })).toMatchObject([
      {
        ...{ level: "problem", subject: "sign-in" },
        message: expect.stringContaining(
          `${url}/rest/api/latest/admin/permissions/groups was answered with 404`,
        ),
        fix: expect.stringContaining("https://host/bitbucket."),
      },
    ]);
  });

  it("has an answer within seconds from a server that is down", async () => {
    await using server = await startScripted(() => ({ status: 503 }));

    expect(await check({ target: openBitbucketAt(server.url) })).toMatchObject([
      { level: "problem", subject: "sign-in" },
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    {
      what: "several directories of which none is named",
      options: {},
      finding: {
        level: "warning",
        items: expect.arrayContaining([{ name: "LDAP", remark: "LDAP" }]),
        fix: expect.anything(),
      },
    },
    {
      what: "one that is named, in another case",
      options: { directoryName: "ldap" },
      finding: { level: "ok", message: expect.stringContaining('Accounts of "ldap"') },
    },
    {
      what: "one whose name is wrong",
      options: { directoryName: "Crowd" },
      finding: { level: "problem", message: expect.stringContaining('no user directory "Crowd"') },
    },
    {
      what: "a version that does not tell",
      options: { profile: BITBUCKET_8 },
      finding: { level: "info", message: expect.stringContaining("does not tell") },
    },
  ])("sees $what", async ({ options, finding }) => {
    await using bitbucket = await openBitbucket({ seed: { directories: [INTERNAL, LDAP] }, ...options });

    expect(await check(bitbucket)).toContainEqual(
      expect.objectContaining({ subject: "directory", ...finding }),
    );
  });

  it.each([
    { what: "that is not there", group: "stash-user", message: "There is no group stash-user" },
    { what: "that lets nobody in", group: "dev", message: "The group dev has no global permission" },
  ])("sees a licence group $what", async ({ group, message }) => {
    await using bitbucket = await openBitbucket({
      ...{ seed: { groups: [{ name: "dev" }] }, licenseGroups: ["Stash-Users", group] },
    });

    expect((await check(bitbucket)).filter(({ level }) => level !== "ok")).toMatchObject([
      { level: "problem", subject: "licenseGroups", message: expect.stringContaining(message) },
    ]);
  });

  it("counts the accounts that another directory is in charge of", async () => {
    const users = [{ name: "ada", directory: "LDAP" }, { name: "bob" }];
    await using bitbucket = await openBitbucket({ seed: { users, directories: [INTERNAL, LDAP] } });

    expect(await check(bitbucket)).toContainEqual(
      expect.objectContaining({
        ...{ level: "warning", subject: "accounts" },
        message:
          "1 of the 3 accounts cannot be changed, such as ada: another directory is in charge of them.",
      }),
    );
  });

  it("counts no accounts of a directory that is not there", async () => {
    await using wrong = await openBitbucket({ directoryName: "Crowd" });
    await using empty = await openBitbucket({
      ...{ seed: { directories: [INTERNAL, LDAP] }, directoryName: "LDAP" },
    });

    expect((await check(wrong)).map(({ subject }) => subject)).not.toContain("accounts");
    expect((await check(empty)).map(({ subject }) => subject)).toContain("accounts");
  });

  it("says that e-mails have not been tried", async () => {
    await using bitbucket = await openBitbucket({ notifyNewUsers: true });

    expect(await check(bitbucket)).toContainEqual(expect.objectContaining({ subject: "notifyNewUsers" }));
  });

  it("goes on when one of its questions fails", async () => {
    await using bitbucket = await openBitbucket();
    bitbucket.traffic.add({ path: /user-directories$/, fault: { kind: "html" } });

    const findings = await check(bitbucket);

    expect(findings.filter(({ level }) => level === "problem")).toMatchObject([{ subject: "directory" }]);
    expect(findings.map(({ subject }) => subject)).toContain("accounts");
  });
});

describeRecordings(30);
