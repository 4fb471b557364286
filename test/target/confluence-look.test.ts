import { describe, expect, it } from "vitest";
import type { TargetId } from "../../src/model/ids.ts";
import {
  CONFLUENCE_8_3,
  CONFLUENCE_9_4,
  CONFLUENCE_10,
} from "../../src/sandbox/confluence/confluence-profile.ts";
import type { Touched } from "../../src/target/target.ts";
import { describeRecordings } from "../sandbox/confluence-recordings.ts";
import { type ConfluenceOptions, openConfluence, SELF } from "./open-confluence.ts";

const signal = new AbortController().signal;
const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);
const usersOf = (count: number) => namesOf(count).map((name) => ({ key: `k-${name}`, name, fullName: name }));
const keysOf = (count: number) => namesOf(count).map((name) => `k-${name}` as TargetId);

async function look(touched: Partial<Touched>, options: ConfluenceOptions) {
  await using confluence = await openConfluence(options);
  const seen = await confluence.target.look({ accounts: [], usernames: [], groups: [], ...touched }, signal);
  return { ...seen, requests: confluence.seen.map((one) => one.replace(/^GET |expand=status&?|&$/g, "")) };
}

describe("confluence looks again", () => {
  const seed = { users: usersOf(500), groups: [{ name: "Dev", members: ["user1"] }] };

  it("one by one at a few, once each, after it has signed in", async () => {
    const touched = { accounts: keysOf(2), usernames: ["USER1", "user2", "User2"] };

    const { accounts, requests } = await look(touched, { seed });

    expect(accounts.map(({ username }) => username).toSorted()).toEqual(["user0", "user1", "user2"]);
    expect(requests[0]).toBe("/user/current?");
    expect(requests.slice(1)).toHaveLength(4);
  });

  it.each([
    { many: 11, requests: 3, why: "three pages are fewer" },
    { many: 400, requests: 3, why: "three pages are fewer" },
  ])("at $many out of the list of all", async ({ many, requests }) => {
    const { accounts, ...seen } = await look({ accounts: keysOf(many) }, { seed, profile: CONFLUENCE_9_4 });

    expect(accounts.map(({ id }) => id)).toEqual(keysOf(many));
    expect(seen.requests.slice(1)).toHaveLength(requests);
    expect(seen.requests.slice(1).every((one) => one.startsWith("/user/list"))).toBe(true);
  });

  it("at many one by one where the list is longer, and where there is none", async () => {
    const profile = { ...CONFLUENCE_10, paging: { ...CONFLUENCE_10.paging, cap: 10 } };
    const touched = { accounts: keysOf(12) };

    const longer = await look(touched, { seed, profile });
    const missing = await look(touched, { seed, profile: CONFLUENCE_8_3 });

    for (const { accounts } of [longer, missing]) expect(accounts.map(({ id }) => id)).toEqual(keysOf(12));
    expect(longer.requests).toHaveLength(1 + 11 + 12);
    expect(missing.requests).toHaveLength(1 + 1 + 12);
  });

  it("and leaves out what is not there, and nothing else", async () => {
    const groups = [{ name: "dev", targetId: "Dev" }, { name: "none" }];
    const touched = { accounts: ["gone" as TargetId, SELF.key as TargetId], usernames: ["nobody"], groups };

    const seen = await look(touched, { seed });

    expect(seen.accounts).toEqual([
      { id: SELF.key, username: "usersync", displayName: "usersync", active: true },
    ]);
    expect(seen.groups).toEqual([{ id: "Dev", name: "Dev", members: ["k-user1"] }]);
  });

  it("and fails rather than leave out what could not be read", async () => {
    await using confluence = await openConfluence({ seed });
    const page = { kind: "status", status: 404, body: "<h1>no</h1>" } as const;
    confluence.traffic.add({ fault: page, path: /user$/ });

    const looking = confluence.target.look({ accounts: keysOf(1), usernames: [], groups: [] }, signal);

    await expect(looking).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describeRecordings(20);
