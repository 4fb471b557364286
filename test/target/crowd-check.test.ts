import { describe, expect, it } from "vitest";
import { describeRecordings } from "../sandbox/crowd-recordings.ts";
import { startScripted } from "../support/scripted-server.ts";
import { openCrowd, openCrowdAt } from "./open-crowd.ts";

const signal = new AbortController().signal;
const COOKIE = { body: { domain: "", secure: false, name: "crowd.token_key" } };

describe("crowd check", () => {
  it("signs in, reads, and says what cannot be proven without writing", async () => {
    await using crowd = await openCrowd({ seed: { users: [{ name: "ada" }] } });

    const findings = await crowd.target.check(signal);

    expect(findings.map(({ level, subject }) => `${level} ${subject}`)).toEqual([
      "ok sign-in",
      "ok users",
      "info directory",
      "info permissions",
    ]);
    expect(findings.filter(({ level, fix }) => level !== "ok" && fix === undefined)).toEqual([]);
    expect(crowd.writes()).toEqual([]);
  });

  it.each([
    { what: "a wrong password", options: { sent: "wrong" }, fix: "not to those of a person" },
    {
      what: "an address that is not on the list",
      options: { remoteAllowed: false },
      fix: "Remote addresses",
    },
    { what: "a wrong context path", options: { contextPath: "/other" }, fix: "https://host/crowd." },
  ])("explains $what", async ({ options, fix }) => {
    await using crowd = await openCrowd(options);

    expect(await crowd.target.check(signal)).toEqual([
      {
        level: "problem",
        subject: "sign-in",
        message: expect.any(String),
        fix: expect.stringContaining(fix),
      },
    ]);
  });

  it("has an answer within seconds from a server that is down", async () => {
    await using server = await startScripted(() => ({ status: 503 }));

    const findings = await openCrowdAt(server.url).check(signal);

    expect(findings).toMatchObject([{ level: "problem", subject: "sign-in" }]);
    expect(server.requests).toHaveLength(2);
  });

  it("explains users that cannot be read", async () => {
    await using crowd = await openCrowd();
    crowd.traffic.add({ fault: { kind: "html" }, path: /search$/ });

    expect(await crowd.target.check(signal)).toMatchObject([
      { level: "ok", subject: "sign-in" },
      { level: "problem", subject: "users", message: expect.stringContaining("HTML") },
    ]);
  });

  it("warns of an application that sees nobody", async () => {
    await using crowd = await openCrowd();

    expect(await crowd.target.check(signal)).toContainEqual(
      expect.objectContaining({
        level: "warning",
        subject: "users",
        message: "The application sees no users.",
      }),
    );
  });

  it.each([
    {
      what: "a name that comes twice",
      users: [
        { name: "ada", attributes: [] },
        { name: "ADA", attributes: [] },
      ],
      finding: {
        level: "problem",
        subject: "directory",
        message: expect.stringContaining("ada comes twice"),
      },
    },
    {
      what: "keys of two directories",
      users: [
        { name: "ada", key: "1:a", attributes: {} },
        { name: "bob", key: "2:b", attributes: {} },
      ],
      finding: { level: "warning", subject: "directory", message: expect.stringContaining("2 directories") },
    },
    {
      what: "users without their attributes",
      users: [{ name: "ada" }],
      finding: { level: "problem", subject: "attributes", fix: expect.stringContaining("expand") },
    },
  ])("sees $what", async ({ users, finding }) => {
    await using server = await startScripted([COOKIE, { body: { users } }]);

    const findings = await openCrowdAt(server.url).check(signal);

    expect(findings).toContainEqual(expect.objectContaining(finding));
  });
});

describeRecordings(5);
