import { describe, expect, it } from "vitest";
import type { Account } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { OpenEntry, RecordedLink } from "../../src/model/recorded.ts";
import { recall } from "../../src/plan/recall/recall.ts";
import { account, directory, sourceId, stranger, targetId } from "../support/people.ts";

/** The link of the account and the person of one name, as the state has it. */
function link(name: string, overrides: Partial<RecordedLink> = {}): RecordedLink {
  const names = { username: name as Username, email: `${name}@example.com` };
  return { targetId: targetId(name), sourceId: sourceId(name), ...names, how: "username", ...overrides };
}

function openImport(who: string, username: string): OpenEntry {
  const user = { username: username as Username, sourceId: sourceId(who) };
  const id = `cloud:import:${who}`;
  return {
    run: 1,
    seq: 1,
    operation: { id, kind: "import", user, changes: [], reason: "not-in-target" } satisfies Operation,
  };
}

function openLink(name: string, from: string, to: string): OpenEntry {
  const user = { username: name as Username, sourceId: sourceId(name), targetId: targetId(name) };
  const changes = [{ field: "link", from, to }] as const;
  const how = { reason: "by-hand", matchedBy: "by-hand" } as const;
  return { run: 1, seq: 1, operation: { id: `cloud:link:${name}`, kind: "link", user, changes, ...how } };
}

async function* inPortions(links: readonly RecordedLink[]) {
  for (const one of links) yield [one];
}

interface Given {
  readonly accounts: readonly Account[];
  readonly links?: readonly RecordedLink[];
  readonly open?: readonly OpenEntry[];
  readonly can?: "directory" | "state";
}

async function recalled({ accounts, links = [], open = [], can = "directory" }: Given) {
  const snapshot = directory(accounts);
  const result = await recall(snapshot, inPortions(links), { capabilities: { link: can }, open });
  const owners = result.snapshot.accounts.map(
    (one) =>
      `${one.username}: ${one.link === undefined ? "nobody" : nameOf(one.link)}${one.recalled ? " (state)" : ""}`,
  );
  return { ...result, given: snapshot, owners };
}

const nameOf = (id: string) => Buffer.from(id.slice(-12), "hex").toString().replaceAll("\0", "");
const nothing = { learned: [], missing: [] };

describe("a directory that never says the e-mail", () => {
  const silent = (name: string) => {
    const { email: _, ...rest } = stranger(name);
    return rest;
  };
  const capabilities = { link: "state", remembered: ["email"] } as const;

  it("has the one that was written last, for the accounts that are known", async () => {
    const given = directory([silent("ada"), silent("bob")]);
    const links = [link("ada", { email: "ada@old.example.com" })];

    const { snapshot, news } = await recall(given, inPortions(links), { capabilities, open: [] });

    expect(snapshot.accounts.map(({ email }) => email)).toEqual(["ada@old.example.com", undefined]);
    expect(news).toEqual(nothing);
  });

  it("has none where nobody has written one yet", async () => {
    const { email: _, ...unknown } = link("ada");

    const { snapshot } = await recall(directory([silent("ada")]), inPortions([unknown]), {
      ...{ capabilities, open: [] },
    });

    expect(snapshot.accounts[0]).toMatchObject({ link: sourceId("ada") });
    expect(snapshot.accounts[0]).not.toHaveProperty("email");
  });
});

describe("a directory that holds links", () => {
  it("story 17: that agrees with the state has no news, and nothing is copied", async () => {
    const { snapshot, given, news } = await recalled({
      accounts: [account("ada"), account("bob"), stranger("root")],
      links: [link("ada"), link("bob")],
    });

    expect(news).toEqual(nothing);
    expect(snapshot).toBe(given);
  });

  it("is believed against the state", async () => {
    const { owners, news } = await recalled({
      accounts: [account("ada", { link: sourceId("bob") })],
      links: [link("ada")],
    });

    expect(owners).toEqual(["ada: bob"]);
    expect(news.learned).toEqual([link("ada", { sourceId: sourceId("bob"), how: "directory" })]);
  });

  it("and has lost one gets it from the state", async () => {
    const { owners, news } = await recalled({
      accounts: [stranger("ada"), account("bob")],
      links: [link("ada"), link("bob")],
    });

    expect(owners).toEqual(["ada: ada (state)", "bob: bob"]);
    expect(news).toEqual(nothing);
  });

  it("and says that the person has another account voids the link of the state", async () => {
    const { owners, news } = await recalled({
      accounts: [stranger("ada"), account("ada2", { link: sourceId("ada") })],
      links: [link("ada")],
    });

    expect(owners).toEqual(["ada: nobody", "ada2: ada"]);
    expect(news.learned).toEqual([link("ada2", { sourceId: sourceId("ada"), how: "directory" })]);
  });

  it("and has twins teaches nothing about them, in no order", async () => {
    const accounts = [account("ada"), account("x", { link: sourceId("ada") })];

    expect((await recalled({ accounts })).news).toEqual(nothing);
    expect((await recalled({ accounts, links: [link("ada")] })).news).toEqual(nothing);
  });

  it("and lost one because an admin took it away, just before the run died, stays without it", async () => {
    const { owners } = await recalled({
      accounts: [stranger("ada"), stranger("bob")],
      links: [link("ada"), link("bob")],
      open: [openLink("ada", sourceId("ada"), ""), openLink("bob", "", sourceId("bob"))],
    });

    expect(owners).toEqual(["ada: nobody", "bob: bob (state)"]);
  });

  it("needs no memory for what was being imported", async () => {
    const { owners } = await recalled({ accounts: [stranger("ada")], open: [openImport("ada", "ada")] });

    expect(owners).toEqual(["ada: nobody"]);
  });
});

describe("a directory that cannot hold links", () => {
  it("gets all of them from the state", async () => {
    const { owners, news } = await recalled({
      can: "state",
      accounts: [stranger("ada"), stranger("root")],
      links: [link("ada")],
    });

    expect(owners).toEqual(["ada: ada (state)", "root: nobody"]);
    expect(news).toEqual(nothing);
  });

  it("an unlinking that was not marked did not happen", async () => {
    const { owners } = await recalled({
      can: "state",
      accounts: [stranger("ada")],
      links: [link("ada")],
      open: [openLink("ada", sourceId("ada"), "")],
    });

    expect(owners).toEqual(["ada: ada (state)"]);
  });

  it.each<{ rule: string; given: Given; owners: string[]; learned: string[] }>([
    {
      rule: "the account that was being imported when the run died is its person's",
      given: { accounts: [stranger("ADA")], open: [openImport("ada", "ada")] },
      owners: ["ADA: ada (state)"],
      learned: ["ADA import"],
    },
    {
      rule: "an import that did not get so far is no news",
      given: { accounts: [stranger("bob")], open: [openImport("ada", "ada")] },
      owners: ["bob: nobody"],
      learned: [],
    },
    {
      rule: "an account that has a person keeps it",
      given: { accounts: [stranger("ada")], links: [link("ada")], open: [openImport("new", "ada")] },
      owners: ["ada: ada (state)"],
      learned: [],
    },
    {
      rule: "a person who has an account keeps it",
      given: {
        accounts: [stranger("ada"), stranger("x")],
        links: [link("ada")],
        open: [openImport("ada", "x")],
      },
      owners: ["ada: ada (state)", "x: nobody"],
      learned: [],
    },
    {
      rule: "of two people under one name nobody knows whose it is",
      given: { accounts: [stranger("ada")], open: [openImport("ada", "ada"), openImport("bob", "Ada")] },
      owners: ["ada: nobody"],
      learned: [],
    },
    {
      rule: "of two accounts one person gets the first",
      given: {
        accounts: [stranger("ada"), stranger("king")],
        open: [openImport("ada", "ada"), openImport("ada", "king")],
      },
      owners: ["ada: ada (state)", "king: nobody"],
      learned: ["ada import"],
    },
  ])("$rule", async ({ given, owners, learned }) => {
    const result = await recalled({ can: "state", ...given });

    expect(result.owners).toEqual(owners);
    expect(result.news.learned.map(({ username, how }) => `${username} ${how}`)).toEqual(learned);
  });
});

describe("what is learned about links", () => {
  const noEmail = [account("ada")].map(({ email: _, ...rest }) => rest);
  const unaddressed = [link("ada")].map(({ email: _, ...rest }) => rest);

  it.each<{ rule: string; given: Given; learned: RecordedLink[]; missing?: string[] }>([
    {
      rule: "one that the state lacks",
      given: { accounts: [account("ada")] },
      learned: [link("ada", { how: "directory" })],
    },
    {
      rule: "one without an e-mail that the state lacks",
      given: { accounts: noEmail },
      learned: unaddressed.map((one) => ({ ...one, how: "directory" })),
    },
    {
      rule: "a new name",
      given: { accounts: [account("ada", { username: "king" as Username })], links: [link("ada")] },
      learned: [link("ada", { username: "king" as Username })],
    },
    {
      rule: "a new e-mail, of an account that only the state links too",
      given: { accounts: [stranger("ada", { email: "king@x.io" })], links: [link("ada", { how: "import" })] },
      learned: [link("ada", { email: "king@x.io", how: "import" })],
    },
    {
      rule: "an e-mail where none was known",
      given: { accounts: [account("ada")], links: unaddressed },
      learned: [link("ada")],
    },
    {
      rule: "not that the directory does not tell the e-mail",
      given: { accounts: noEmail, links: [link("ada")] },
      learned: [],
    },
    {
      rule: "nor does another change forget it",
      given: {
        accounts: noEmail.map((one) => ({ ...one, username: "king" as Username })),
        links: [link("ada")],
      },
      learned: [link("ada", { username: "king" as Username })],
    },
    {
      rule: "that an account is back",
      given: { accounts: [account("ada")], links: [link("ada", { lastSeen: "2026-11-01T00:00:00.000Z" })] },
      learned: [link("ada")],
    },
    {
      rule: "that an account is gone",
      given: { accounts: [], links: [link("ada")] },
      learned: [],
      missing: ["ada"],
    },
    {
      rule: "not a second time",
      given: { accounts: [], links: [link("ada", { lastSeen: "2026-11-01T00:00:00.000Z" })] },
      learned: [],
    },
  ])("$rule", async ({ given, learned, missing = [] }) => {
    const { news } = await recalled(given);

    expect(news).toEqual({ learned, missing: missing.map(targetId) });
  });
});
