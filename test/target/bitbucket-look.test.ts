import { describe, expect, it } from "vitest";
import type { TargetId } from "../../src/model/ids.ts";
import { BITBUCKET_8 } from "../../src/sandbox/bitbucket/bitbucket-profile.ts";
import { type BitbucketSeed, findUser, renameUser } from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import type { Touched } from "../../src/target/target.ts";
import { describeRecordings } from "../sandbox/bitbucket-recordings.ts";
import { type OpenedBitbucket, openBitbucket } from "./open-bitbucket.ts";

const signal = new AbortController().signal;
const SEED: BitbucketSeed = {
  users: [
    { id: 11, name: "ada" },
    { id: 12, name: "bob", permission: "ADMIN" },
    { id: 13, name: "ada.king" },
  ],
  groups: [
    { name: "stash-users", permission: "LICENSED_USER", members: ["ada", "bob"] },
    { name: "dev", members: ["ada"] },
  ],
};
const NOTHING: Touched = { accounts: [], usernames: [], groups: [] };
const ids = (...texts: readonly string[]) => texts as unknown as readonly TargetId[];

/** What a look asks for after a reading. */
async function askedFor(bitbucket: OpenedBitbucket, touched: Partial<Touched>): Promise<readonly string[]> {
  bitbucket.seen.length = 0;
  await bitbucket.target.look({ ...NOTHING, ...touched }, signal);
  return bitbucket.seen
    .map((request) => request.replace(/^GET \/admin\/|[?&](?:start|limit)=\d+/g, ""))
    .toSorted();
}

describe("bitbucket looks again", () => {
  it("at few accounts one by one, with what lets them in", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    const whole = await bitbucket.target.read({ groups: ["dev"], signal });
    const wanted = whole.accounts.filter(({ username }) => ["ada", "bob"].includes(username));

    const asked = await askedFor(bitbucket, { accounts: ids("11"), usernames: ["BOB", "nobody"] });
    const { accounts } = await bitbucket.target.look(
      { accounts: ids("11"), usernames: ["BOB", "nobody"], groups: [] },
      signal,
    );

    expect(accounts).toEqual(wanted);
    expect(asked).toEqual([
      ...["permissions/groups", "permissions/users&filter=ada", "permissions/users&filter=bob"],
      ...["users&filter=BOB", "users&filter=ada", "users&filter=nobody"],
      ...["users/more-members?context=ada", "users/more-members?context=bob"],
    ]);
  });

  it("at many out of the list of all, in pages", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    const { accounts } = await bitbucket.target.read({ groups: [], signal });

    const asked = await askedFor(bitbucket, {
      accounts: accounts.map(({ id }) => id),
      usernames: ["one", "two", "three"],
    });

    expect(asked).toEqual([
      ...["groups/more-members?context=stash-users", "permissions/groups", "permissions/users", "users"],
    ]);
  });

  it("at an account that it has never seen, whose id says nothing about its name", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    const { accounts } = await bitbucket.target.look({ ...NOTHING, accounts: ids("12", "99") }, signal);

    expect(accounts).toMatchObject([
      { id: "12", username: "bob", access: { groups: ["stash-users"], permission: "ADMIN" } },
    ]);
  });

  it("story 26: at an account that has got another name since", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });
    await bitbucket.target.read({ groups: [], signal });
    const bob = findUser(bitbucket.state, "bob");
    if (bob !== undefined) renameUser(bitbucket.state, bob, "robert");

    const { accounts } = await bitbucket.target.look({ ...NOTHING, accounts: ids("12") }, signal);

    expect(accounts).toMatchObject([{ id: "12", username: "robert" }]);
  });

  it("story 36: at the account that has a name, not at one whose name begins like it", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    const { accounts } = await bitbucket.target.look({ ...NOTHING, usernames: ["ada", "da"] }, signal);

    expect(accounts.map(({ username }) => username)).toEqual(["ada"]);
  });

  it("at groups alone, and says which of them let people in", async () => {
    await using bitbucket = await openBitbucket({ seed: SEED });

    const asked = await askedFor(bitbucket, { groups: [{ name: "dev" }, { name: "Stash-Users" }] });
    const { accounts, groups } = await bitbucket.target.look(
      { ...NOTHING, groups: [{ name: "Dev", targetId: "dev" }, { name: "stash-users" }, { name: "none" }] },
      signal,
    );

    expect(accounts).toEqual([]);
    expect(groups).toEqual([
      { id: "dev", name: "dev", members: ["11"] },
      { id: "stash-users", name: "stash-users", members: ["11", "12"], licensed: true },
    ]);
    expect(asked).toEqual([
      ...["groups", "groups/more-members?context=dev", "groups/more-members?context=stash-users"],
      "permissions/groups",
    ]);
  });

  it("at nothing of another directory", async () => {
    const directories = [
      { name: "A", type: "INTERNAL", writable: true },
      { name: "B", type: "INTERNAL", writable: true },
    ];
    const users = [{ id: 11, name: "ada", directory: "B" }];
    await using bitbucket = await openBitbucket({ seed: { users, directories }, directoryName: "A" });

    const touched = { ...NOTHING, accounts: ids("11"), usernames: ["ada"] };

    expect((await bitbucket.target.look(touched, signal)).accounts).toEqual([]);
  });

  it("page by page, where one page of a search is not enough", async () => {
    const users = Array.from({ length: 1200 }, (_, index) => ({ name: `a${index}`, id: 1000 + index }));
    const seed = { users: [...users, { id: 11, name: "z", displayName: "a z" }] };
    await using bitbucket = await openBitbucket({ seed, profile: BITBUCKET_8 });

    const { accounts } = await bitbucket.target.look({ ...NOTHING, usernames: ["z"] }, signal);
    const others = await bitbucket.target.look({ ...NOTHING, usernames: ["a1199", "a"] }, signal);

    expect(accounts.map(({ id }) => id)).toEqual(["11"]);
    expect(others.accounts.map(({ id }) => id)).toEqual(["2199"]);
  });
});

describeRecordings(20);
