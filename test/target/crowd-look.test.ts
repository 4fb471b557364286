import { describe, expect, it } from "vitest";
import type { TargetId } from "../../src/model/ids.ts";
import type { Touched } from "../../src/target/target.ts";
import { describeRecordings } from "../sandbox/crowd-recordings.ts";
import { sourceId } from "../support/people.ts";
import { type OpenedCrowd, openCrowd } from "./open-crowd.ts";

const signal = new AbortController().signal;
const NOTHING: Touched = { accounts: [], usernames: [], groups: [] };
const look = ({ target }: Pick<OpenedCrowd, "target">, touched: Partial<Touched>) =>
  target.look({ ...NOTHING, ...touched }, signal);

function seedOf(count: number) {
  const users = Array.from({ length: count }, (_, index) => ({
    name: `user${index}`,
    attributes: { "usersync.sourceId": [sourceId(index.toString(36))] },
  }));
  return { users, groups: [{ name: "dev", members: ["user0", "user2"] }, { name: "ops" }] };
}
const ids = (...names: readonly string[]) => names as readonly TargetId[];

describe("crowd is looked at again", () => {
  it("account by account, and what is gone is left out", async () => {
    await using crowd = await openCrowd({ seed: seedOf(500) });

    const found = await look(crowd, {
      accounts: ids("user0", "gone"),
      usernames: ["USER7", "nobody", "User0"],
    });

    expect(found.accounts.map(({ username }) => username)).toEqual(["user0", "user7"]);
    expect(found.accounts[0]).toMatchObject({ id: "user0", link: sourceId("0"), active: true });
    expect(crowd.seen).toHaveLength(4);
  });

  it("and an account keeps the id with which it was asked for, though its case has changed", async () => {
    await using crowd = await openCrowd({ seed: seedOf(3) });

    const found = await look(crowd, {
      accounts: ids("USER0"),
      groups: [{ name: "DEV", targetId: "DEV" }],
    });

    expect(found.accounts).toMatchObject([{ id: "USER0", username: "user0" }]);
    expect(found.groups).toMatchObject([{ id: "DEV", members: ["USER0", "user2"] }]);
  });

  it.each([
    { groups: ["ops"], found: ["ops"], requests: 2, how: "one group by itself" },
    { groups: ["dev", "OPS", "gone"], found: ["dev", "ops"], requests: 1, how: "several in one answer" },
  ])("with $how", async ({ groups, found, requests }) => {
    await using crowd = await openCrowd({ seed: seedOf(3) });

    const seen = await look(crowd, { groups: groups.map((name) => ({ name })) });

    expect(seen.groups.map(({ name }) => name)).toEqual(found);
    expect(crowd.seen).toHaveLength(requests);
  });

  it.each([
    { size: 2500, touched: 40, requests: 1 + 4, way: "in the list, which is shorter" },
    { size: 11_500, touched: 11, requests: 1 + 11, way: "one by one, since the list is longer" },
    { size: 2500, touched: 10, requests: 10, way: "one by one, without trying the list" },
  ])("$touched of $size $way", async ({ size, touched, requests }) => {
    await using crowd = await openCrowd({ seed: seedOf(size) });
    const accounts = ids(...Array.from({ length: touched }, (_, index) => `user${size - 1 - index}`));

    const found = await look(crowd, { accounts });

    expect(found.accounts.map(({ id }) => id)).toEqual(accounts);
    expect(crowd.seen).toHaveLength(requests);
  });

  it("but not where the address is wrong: a 404 that is not Crowd's own says nothing", async () => {
    await using crowd = await openCrowd({ seed: seedOf(3) });
    crowd.traffic.add({ fault: { kind: "status", status: 404, body: {} } });

    await expect(look(crowd, { accounts: ids("user0") })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describeRecordings(30);
