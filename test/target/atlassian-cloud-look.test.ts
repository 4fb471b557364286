import { describe, expect, it } from "vitest";
import type { TargetId } from "../../src/model/ids.ts";
import type { Touched } from "../../src/target/target.ts";
import { sourceId } from "../support/people.ts";
import { startScripted } from "../support/scripted-server.ts";
import { type OpenedCloud, openCloud, openCloudAt } from "./open-cloud.ts";

const signal = AbortSignal.timeout(60_000);
const NOTHING: Touched = { accounts: [], usernames: [], groups: [] };

function seedOf(count: number) {
  const users = Array.from({ length: count }, (_, index) => ({
    userName: `user${index}`,
    email: `user${index}@example.com`,
    externalId: sourceId(index.toString(36)),
  }));
  return {
    users,
    groups: [
      { displayName: "dev", members: ["user0"] },
      { displayName: "ops", members: [] },
    ],
  };
}

const idsOf = ({ server }: OpenedCloud) => server.directory.users.all().map(({ id }) => id as TargetId);
const look = ({ target }: Pick<OpenedCloud, "target">, touched: Partial<Touched>) =>
  target.look({ ...NOTHING, ...touched }, signal);

describe("looking again", () => {
  it("takes a request for each account and group, and leaves out what is gone", async () => {
    await using cloud = await openCloud({ seed: seedOf(500) });
    cloud.server.quirks.membersInList = false;
    const [ada, bob] = idsOf(cloud) as [TargetId, TargetId];
    const [dev] = cloud.server.directory.groups.all();
    const accounts = [ada, bob, "gone" as TargetId];
    const groups = [
      { name: "dev", targetId: dev?.id ?? "" },
      { name: "old", targetId: "gone" },
      { name: "OPS" },
    ];

    const found = await look(cloud, { accounts, usernames: ["USER7", "nobody"], groups });

    expect(found.accounts.map(({ username }) => username)).toEqual(["user0", "user1", "user7"]);
    expect(found.accounts[0]).toMatchObject({ id: ada, link: sourceId("0"), active: true });
    expect(found.groups).toEqual([
      { id: dev?.id, name: "dev", members: [ada] },
      { id: cloud.server.directory.groups.all()[1]?.id, name: "ops", members: [] },
    ]);
    // Three accounts, two names, two groups by id, one by name and then its members.
    expect(cloud.traffic.requests).toHaveLength(9);
  });

  it("asks for no name that an account was read with", async () => {
    await using cloud = await openCloud({ seed: seedOf(3) });

    await look(cloud, { accounts: idsOf(cloud), usernames: ["USER1", "user1"] });

    expect(cloud.traffic.requests).toHaveLength(3);
  });

  it.each([
    { size: 500, touched: 40, requests: 1 + 5, way: "the list, which is shorter" },
    { size: 2500, touched: 20, requests: 1 + 20, way: "each, since the list is longer" },
    { size: 2500, touched: 10, requests: 10, way: "each, without asking for the length of the list" },
  ])("reads $touched of $size by $way", async ({ size, touched, requests }) => {
    await using cloud = await openCloud({ seed: seedOf(size) });
    const accounts = idsOf(cloud).slice(-touched);

    const found = await look(cloud, { accounts });

    expect(new Set(found.accounts.map(({ id }) => id))).toEqual(new Set(accounts));
    expect(cloud.traffic.requests).toHaveLength(requests);
  });

  it("finds many new groups in the list of groups", async () => {
    await using cloud = await openCloud({ seed: seedOf(1) });
    const groups = ["dev", ...Array.from({ length: 20 }, (_, index) => `new${index}`)].map((name) => ({
      name,
    }));

    const found = await look(cloud, { groups });

    expect(found.groups.map(({ name }) => name)).toEqual(["dev"]);
    expect(cloud.traffic.requests).toHaveLength(1);
  });

  it("story 36: an account whose name only begins alike is not taken for it", async () => {
    const user = (userName: string) => ({ id: userName, userName, active: true });
    await using server = await startScripted(() => ({
      body: { totalResults: 2, Resources: [user("ada_1"), user("Ada")] },
    }));

    const found = await look(openCloudAt(server.url), { usernames: ["ada"] });

    expect(found.accounts.map(({ id }) => id)).toEqual(["Ada"]);
  });

  it("an account that was found without its state is asked for itself", async () => {
    await using cloud = await openCloud({ seed: seedOf(1) });
    const [ada] = idsOf(cloud) as [TargetId];
    cloud.server.quirks.withoutActive.set(ada, "list");

    const found = await look(cloud, { usernames: ["user0"] });

    expect(found.accounts).toMatchObject([{ id: ada, active: true }]);
  });

  it("a directory that does not exist is not taken for one in which all is gone", async () => {
    await using cloud = await openCloud({ directoryId: "00000000-1111-2222-3333-000000000000" });

    await expect(look(cloud, { accounts: ["ada" as TargetId] })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining("There is no directory 00000000"),
    });
  });

  it("asks nothing when nothing was touched", async () => {
    await using cloud = await openCloud();

    expect(await look(cloud, {})).toEqual({ accounts: [], groups: [] });

    expect(cloud.traffic.requests).toEqual([]);
  });
});
