import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/model/finding.ts";
import { sandboxToken } from "../../../src/sandbox/graph/token.ts";
import {
  CLIENT_ID,
  type ConfigOverrides,
  entraConfig,
  entraSource,
  failureOf,
  group,
  TENANT_ID,
  testClock,
  user,
} from "../fixtures.ts";
import { page, type Reply, refusal, scriptedGraph } from "../scripted-graph.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const organization: Reply = page([{ id: TENANT_ID, displayName: "Contoso" }]);

interface Situation {
  readonly roles?: readonly string[];
  readonly token?: string;
  readonly config?: ConfigOverrides;
  readonly users?: readonly Reply[];
  /** What is answered about groups, if they are asked for. */
  readonly groups?: readonly Reply[];
  readonly organization?: readonly Reply[];
}

async function check(situation: Situation): Promise<readonly Finding[]> {
  const { roles = ["User.Read.All"], config = {}, users = [page([user("ada")])] } = situation;
  const token =
    situation.token ?? sandboxToken({ roles, tenantId: TENANT_ID, clientId: CLIENT_ID, now: NOW });
  await using graph = await scriptedGraph(() => ({
    "/users": users,
    "/organization": situation.organization ?? [organization],
    ...(situation.groups && { "/groups": situation.groups }),
  }));
  const source = entraSource(
    entraConfig(graph.url, { credential: { type: "access-token", token }, ...config }),
  );
  return await source.check(new AbortController().signal);
}

const brief = (findings: readonly Finding[]) => findings.map(({ level, subject }) => `${level}: ${subject}`);

describe("check", () => {
  it("says who is signed in where and until when, and that users can be read", async () => {
    expect(await check({})).toEqual([
      {
        level: "ok",
        subject: "sign-in",
        message: `Signed in to Microsoft Graph as application ${CLIENT_ID} in tenant Contoso (${TENANT_ID}), until 2026-01-01T00:59:59.000Z.`,
      },
      {
        level: "ok",
        subject: "permission User.Read.All",
        message: "Granted; it is needed to read users and whether they are enabled.",
      },
      {
        level: "ok",
        subject: "reading users",
        message: "Microsoft Graph gives users with the properties that the mapping uses.",
      },
    ]);
  });

  it.each<Situation & { what: string; expected: readonly string[] }>([
    {
      what: "groups need a permission of their own",
      config: { groups: { from: "names", names: ["a"] } },
      expected: [
        "ok: permission User.Read.All",
        "problem: permission GroupMember.Read.All",
        "ok: permission Member.Read.Hidden",
      ],
    },
    {
      what: "users from groups need it too",
      config: { users: { from: "groups", groups: ["a"] } },
      roles: ["User.Read.All", "GroupMember.Read.All", "Member.Read.Hidden"],
      groups: [page([group("a")])],
      expected: [
        "ok: permission User.Read.All",
        "ok: permission GroupMember.Read.All",
        "ok: source.users.groups",
      ],
    },
    {
      what: "assignments need the applications",
      config: { users: { from: "assigned", application: CLIENT_ID } },
      roles: ["GroupMember.Read.All", "Member.Read.Hidden"],
      expected: [
        "problem: permission User.Read.All",
        "ok: permission GroupMember.Read.All",
        "problem: permission Application.Read.All",
      ],
    },
    {
      what: "a broader one counts, and is pointed out",
      config: { users: { from: "assigned", application: CLIENT_ID } },
      roles: ["Directory.Read.All", "Member.Read.Hidden"],
      expected: [
        "ok: permission User.Read.All",
        "ok: permission GroupMember.Read.All",
        "ok: permission Application.Read.All",
        "warning: permission Directory.Read.All",
      ],
    },
    {
      what: "one that may write is pointed out",
      roles: ["User.ReadWrite.All"],
      expected: ["ok: permission User.Read.All", "warning: permission User.ReadWrite.All"],
    },
  ])("$what", async ({ expected, ...situation }) => {
    const findings = await check(situation);

    expect(brief(findings).slice(1, -1)).toEqual(expected);
  });

  it("looks up every configured group, and names those that are like a missing one", async () => {
    const findings = await check({
      config: { groups: { from: "names", names: ["atl-*", "atl-dev", "nosuch-*"] } },
      roles: ["User.Read.All", "GroupMember.Read.All", "Member.Read.Hidden"],
      groups: [page([group("atl-devs"), group("atl-ops")])],
    });

    const problems = findings.filter(({ level }) => level === "problem");
    expect(brief(problems)).toEqual(["problem: source.groups.names", "problem: source.groups.names"]);
    expect(problems[0]?.message).toContain("atl-dev");
    expect(problems[0]?.fix).toContain("atl-devs");
    expect(problems[1]?.message).toContain("nosuch-*");
  });

  it.each([
    { groups: [group("atl-dev")], says: "1 group in Entra is meant." },
    { groups: [group("atl-dev"), group("atl-ops")], says: "2 groups in Entra are meant." },
  ])("counts the groups that are meant: $says", async ({ groups, says }) => {
    const findings = await check({
      config: { groups: { from: "names", names: ["atl-*"] } },
      roles: ["User.Read.All", "GroupMember.Read.All", "Member.Read.Hidden"],
      groups: [page(groups)],
    });

    expect(findings.find(({ subject }) => subject === "source.groups.names")).toMatchObject({
      level: "ok",
      message: says,
    });
  });

  it("says of groups that cannot be looked up why", async () => {
    const findings = await check({
      config: { groups: { from: "names", names: ["atl-*"] } },
      roles: ["User.Read.All", "GroupMember.Read.All", "Member.Read.Hidden"],
      groups: [refusal(403)],
    });

    expect(findings.find(({ subject }) => subject === "source.groups.names")).toMatchObject({
      level: "problem",
    });
  });

  it("calls no token good that Graph has not accepted", async () => {
    const [signIn] = await check({ users: [refusal(401)] });

    expect(signIn).toMatchObject({ level: "warning", subject: "sign-in" });
  });

  it("gives the way to click with every problem", async () => {
    const [, missing] = await check({ roles: [] });

    expect(missing).toMatchObject({
      level: "problem",
      message: "Missing; it is needed to read users and whether they are enabled.",
    });
    expect(missing?.fix).toContain("App registrations");
  });

  it("knows a person's own token, and goes on without the tenant's name", async () => {
    const claims = Buffer.from(JSON.stringify({ scp: "User.Read.All openid", azp: CLIENT_ID })).toString(
      "base64url",
    );
    const findings = await check({ token: `e30.${claims}.`, organization: [refusal(403)] });

    expect(findings[0]?.message).toBe(`Signed in to Microsoft Graph as application ${CLIENT_ID}.`);
    expect(brief(findings)).toEqual([
      "ok: sign-in",
      "ok: permission User.Read.All",
      "warning: sign-in",
      "ok: reading users",
    ]);
  });

  it("takes a token that it cannot read for what it is", async () => {
    const findings = await check({ token: "opaque" });

    expect(brief(findings)).toEqual(["ok: sign-in", "warning: permissions", "ok: reading users"]);
    expect(findings[0]?.message).toBe("Signed in to Microsoft Graph in tenant Contoso.");
  });

  it.each<{ what: string; users: readonly Reply[]; says: string }>([
    { what: "a property that Graph does not know", users: [refusal(400, "BadRequest")], says: "status 400" },
    {
      what: "users without names",
      users: [page([user("ada", { userPrincipalName: null })])],
      says: "without their names",
    },
    { what: "a refusal", users: [refusal(403)], says: "refused to give" },
    { what: "a refused token", users: [refusal(401)], says: "did not accept the token" },
  ])("describes $what instead of throwing", async ({ users, says }) => {
    const last = (await check({ users })).at(-1);

    expect(last).toMatchObject({ level: "problem", subject: "reading users" });
    expect(last?.message).toContain(says);
    expect(last?.fix).not.toBe("");
  });

  it("asks for what a run would ask for", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([])],
      "/organization": [organization],
    }));

    await entraSource(entraConfig(graph.url), { properties: ["department"] }).check(
      new AbortController().signal,
    );

    expect(graph.sent()).toContain(
      "/users?$select=id,userPrincipalName,accountEnabled,userType,department&$top=1",
    );
  });

  it.each<{ what: string; users: readonly Reply[]; says: string; waits: readonly number[] }>([
    {
      what: "fails",
      users: [refusal(503), refusal(503)],
      says: "in 2 attempts",
      waits: [500],
    },
    {
      what: "wants to be left alone for a minute",
      users: [refusal(503, "", { "retry-after": "60" })],
      says: "A check allows 10 s",
      waits: [],
    },
  ])("has an answer within seconds from a Graph that $what", async ({ users, says, waits }) => {
    const clock = testClock();
    await using graph = await scriptedGraph(() => ({ "/users": users, "/organization": [organization] }));

    const findings = await entraSource(entraConfig(graph.url), { clock }).check(new AbortController().signal);

    expect(findings.at(-1)).toMatchObject({ level: "problem", message: expect.stringContaining(says) });
    expect(clock.waits).toEqual(waits);
  });

  it("is stopped by its signal", async () => {
    await using graph = await scriptedGraph(() => ({}));

    const error = await failureOf(entraSource(entraConfig(graph.url)).check(AbortSignal.abort()));

    expect(error.code).toBe("CANCELED");
  });
});
