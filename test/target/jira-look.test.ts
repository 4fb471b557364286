import { describe, expect, it } from "vitest";
import type { TargetId } from "../../src/model/ids.ts";
import { JIRA_10_3_0, JIRA_10_3_24 } from "../../src/sandbox/jira/jira-profile.ts";
import type { Touched } from "../../src/target/target.ts";
import { describeRecordings } from "../sandbox/jira-recordings.ts";
import { type OpenedJira, openJira, PASSWORD } from "./open-jira.ts";

const signal = new AbortController().signal;
const NOTHING: Touched = { accounts: [], usernames: [], groups: [] };
const look = ({ target }: Pick<OpenedJira, "target">, touched: Partial<Touched>) =>
  target.look({ ...NOTHING, ...touched }, signal);
const ids = (...keys: readonly string[]) => keys as readonly TargetId[];
const keys = (count: number) => ids(...Array.from({ length: count }, (_, index) => `key${index}`));

function seedOf(count: number) {
  const users = Array.from({ length: count }, (_, index) => ({ key: `key${index}`, name: `user${index}` }));
  return { users, groups: [{ name: "dev", members: ["user0", "user2"] }, { name: "ops" }] };
}

describe("jira is looked at again", () => {
  it("account by account, each once, and what is gone is left out", async () => {
    await using jira = await openJira({ seed: seedOf(5) });

    const found = await look(jira, {
      accounts: ids("key0", "gone", "key0"),
      usernames: ["USER3", "nobody", "User0"],
    });

    expect(found.accounts.map(({ username }) => username)).toEqual(["user0", "user3"]);
    expect(jira.seen).toHaveLength(1 + 5);
  });

  it("after one request alone, so that a wrong password costs one failed login", async () => {
    const credentials = { username: "usersync", password: "wrong" };
    await using jira = await openJira({ seed: seedOf(5), credentials });

    await expect(look(jira, { accounts: keys(5) })).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    expect(jira.seen).toEqual(["GET /myself"]);
    expect(PASSWORD).not.toBe("wrong");
  });

  it("and the sign-in of a reading counts", async () => {
    await using jira = await openJira({ seed: seedOf(5) });
    await jira.target.read({ groups: [], signal });
    const before = jira.seen.length;

    await look(jira, { accounts: ids("key0") });

    expect(jira.seen.slice(before)).toEqual(["GET /user?key=key0"]);
  });

  it("without those who were anonymised since", async () => {
    const users = [{ key: "JIRAUSER10200", name: "jirauser10200", active: false }];
    await using jira = await openJira({ seed: { users } });

    expect((await look(jira, { accounts: ids("JIRAUSER10200") })).accounts).toEqual([]);
  });

  it("with the members of groups, by whatever name they are known", async () => {
    await using jira = await openJira({ seed: seedOf(5) });

    const { groups } = await look(jira, {
      groups: [{ name: "Developers", targetId: "dev" }, { name: "OPS" }, { name: "gone" }, { name: "DEV" }],
    });

    expect(groups.map(({ id, members }) => [id, members])).toEqual([
      ["DEV", ["key0", "key2"]],
      ["OPS", []],
    ]);
  });

  it.each([
    { touched: 10, size: 500, requests: 1 + 10, way: "one by one, without trying the list" },
    { touched: 40, size: 500, requests: 1 + 1 + 1, way: "in the list, which is shorter" },
    { touched: 40, size: 4500, requests: 1 + 1 + 3, way: "in the list, though it has pages" },
  ])("$touched of $size $way", async ({ touched, size, requests }) => {
    await using jira = await openJira({ seed: seedOf(size), profile: JIRA_10_3_24 });

    const found = await look(jira, { accounts: keys(touched), usernames: ["user0"].slice(0, touched - 10) });

    expect(found.accounts).toHaveLength(touched);
    expect(jira.seen).toHaveLength(requests);
  });

  it("one by one where the list turns out to be longer", async () => {
    await using jira = await openJira({ seed: seedOf(22_100), profile: JIRA_10_3_24 });

    expect((await look(jira, { accounts: keys(11) })).accounts).toHaveLength(11);
    expect(jira.seen).toHaveLength(1 + 1 + 10 + 11);
  });

  it("one by one on versions without a list", async () => {
    await using jira = await openJira({ seed: seedOf(40), profile: JIRA_10_3_0 });

    expect((await look(jira, { accounts: keys(40) })).accounts).toHaveLength(40);
    expect(jira.seen).toHaveLength(1 + 1 + 1 + 40);
  });

  it("but not where the address is wrong: a 404 that is not Jira's own says nothing", async () => {
    await using jira = await openJira({ seed: seedOf(3) });
    jira.traffic.add({ fault: { kind: "status", status: 404, body: {} }, path: /user$/ });

    await expect(look(jira, { accounts: ids("key0") })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("jira tells what people lead", () => {
  const seed = {
    ...seedOf(4),
    projects: [
      {
        ...{ key: "CORE", name: "Core platform", lead: "user0" },
        components: [{ name: "Login", lead: "user1" }, { name: "Billing" }],
      },
      { key: "WEB", name: "Website", lead: "user1", components: [{ name: "Shop", lead: "user3" }] },
      { key: "OLD", name: "Without a lead" },
    ],
  };
  const core = { of: "project", id: "10000", name: "CORE (Core platform)", leader: "key0" };
  const web = { of: "project", id: "10001", name: "WEB (Website)", leader: "key1" };
  const login = { of: "component", id: "10000", name: "CORE / Login", leader: "key1" };

  it.each([
    { set: "nothing", onDisable: {}, leads: [], requests: [] },
    {
      set: "who takes over projects",
      onDisable: { projectLead: "user2" },
      leads: [core, web],
      requests: ["/project?expand=lead"],
    },
    {
      set: "who takes over components",
      onDisable: { componentLead: "user2" },
      leads: [login],
      requests: [
        "/project",
        "/project/10000/components",
        "/project/10001/components",
        "/project/10002/components",
      ],
    },
    {
      set: "both",
      onDisable: { projectLead: "user2", componentLead: "user2" },
      leads: [core, web, login],
      requests: [
        ...["/project?expand=lead", "/project/10000/components", "/project/10001/components"],
        "/project/10002/components",
      ],
    },
  ])("when $set is set", async ({ onDisable, leads, requests }) => {
    await using jira = await openJira({ seed, onDisable });

    const found = await look(jira, { leaders: ids("key0", "key1") });

    expect(found.leads).toEqual(leads);
    expect(jira.seen).toEqual(["/myself", ...requests].map((path) => `GET ${path}`));
  });

  it("only when it is asked for", async () => {
    await using jira = await openJira({ seed, onDisable: { projectLead: "user2" } });

    expect(await look(jira, { accounts: ids("key0"), leaders: [] })).not.toHaveProperty("leads");
    expect(jira.seen).toHaveLength(2);
  });

  it("and a project that goes meanwhile has no components", async () => {
    await using jira = await openJira({ seed, onDisable: { componentLead: "user2" } });
    const body = { errorMessages: ["No project"], errors: {} };
    jira.traffic.add({ fault: { kind: "status", status: 404, body }, path: /10000\/components$/ });

    expect((await look(jira, { leaders: ids("key1") })).leads).toEqual([]);
  });
});

describeRecordings(100);
