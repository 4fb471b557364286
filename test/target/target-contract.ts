import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { Desired, DesiredUser } from "../../src/model/desired.ts";
import type { Account, DirectoryGroup, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { TargetPlan } from "../../src/model/plan.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import type { Target } from "../../src/target/target.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import { desired, desiredGroup, desiredUser, rules } from "../support/people.ts";

/** An account that somebody made by hand before usersync came. */
export interface Stranger {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
}

/** A target on a directory of its own, which holds these accounts, active and linked to nobody, and no groups. */
export type OpenTarget = (strangers: readonly Stranger[]) => Promise<AsyncDisposable & { target: Target }>;

interface Move {
  readonly move: string;
  readonly strangers?: readonly Stranger[];
  readonly from?: Partial<Desired>;
  readonly to: Partial<Desired>;
  /** The kinds of the operations that the move takes, each once. */
  readonly kinds: readonly Operation["kind"][];
}

const ADA = desiredUser("ada");
const crowdOf = (size: number) => Array.from({ length: size }, (_, index) => `m${index}`);
const users = (names: readonly string[]) => names.map((name) => desiredUser(name));

const MOVES: readonly Move[] = [
  { move: "imports", to: { users: [ADA] }, kinds: ["import"] },
  { move: "imports somebody without given name", to: { users: [withoutGivenName(ADA)] }, kinds: ["import"] },
  ...(
    [
      ["the e-mail", { email: "ada@new.example.com" }],
      ["the display name", { displayName: "Ada Lovelace" }],
      ["the given name", { givenName: "Augusta" }],
      ["the family name", { familyName: "King" }],
      ["the username", { username: "ada.king" as Username }],
      [
        "everything",
        {
          ...{ username: "augusta" as Username, email: "augusta@example.com", displayName: "Augusta King" },
          ...{ givenName: "Augusta", familyName: "King" },
        },
      ],
      ["an e-mail with an apostrophe", { email: "ada.o'brien@example.com" }],
      ["names with diacritics", { displayName: "Zoë Ångström", givenName: "Zoë", familyName: "Ångström" }],
      ["a username with diacritics", { username: "jürgen.müller" as Username }],
      ["a username with quotes and a backslash", { username: `ada"the'first\\` as Username }],
    ] satisfies [string, Partial<DesiredUser>][]
  ).map(
    ([what, change]): Move => ({
      move: `changes ${what}`,
      from: { users: [ADA] },
      to: { users: [{ ...ADA, ...change }] },
      kinds: ["update"],
    }),
  ),
  {
    move: "imports somebody whose names need care",
    to: {
      users: [
        {
          ...ADA,
          username: `zoë"o'brien` as Username,
          email: "zoë.o'brien@example.com",
          familyName: "O'Brien",
        },
      ],
    },
    kinds: ["import"],
  },
  {
    move: "disables somebody who is disabled in the source",
    from: { users: [ADA] },
    to: { users: [{ ...ADA, active: false }] },
    kinds: ["disable"],
  },
  { move: "disables somebody who left the source", from: { users: [ADA] }, to: {}, kinds: ["disable"] },
  {
    move: "links an account that was there before",
    strangers: [{ username: "ada", email: "ada@example.com", displayName: "ada" }],
    to: { users: [{ ...withoutGivenName(ADA), familyName: "ada" }] },
    kinds: ["link", "update"],
  },
  { move: "creates a group", to: { groups: [desiredGroup("engineers")] }, kinds: ["create-group"] },
  {
    move: "creates a group with members who are new",
    to: { users: users(["ada", "bob"]), groups: [desiredGroup("R&D / Köln's", ["ada", "bob"])] },
    kinds: ["create-group", "import", "add-member"],
  },
  {
    move: "adds 137 members",
    from: { users: users(crowdOf(137)), groups: [desiredGroup("engineers")] },
    to: { users: users(crowdOf(137)), groups: [desiredGroup("engineers", crowdOf(137))] },
    kinds: ["add-member"],
  },
  {
    move: "removes 137 members and leaves one",
    from: { users: users(crowdOf(138)), groups: [desiredGroup("engineers", crowdOf(138))] },
    to: { users: users(crowdOf(138)), groups: [desiredGroup("engineers", ["m137"])] },
    kinds: ["remove-member"],
  },
  {
    move: "renames somebody and changes the groups at once",
    from: { users: [ADA], groups: [desiredGroup("old", ["ada"]), desiredGroup("new")] },
    to: {
      users: [{ ...ADA, username: "countess" as Username, displayName: "The Countess" }],
      groups: [desiredGroup("old"), desiredGroup("new", ["ada"])],
    },
    kinds: ["update", "add-member", "remove-member"],
  },
];

/** What every target promises. A new target passes this before it has a test of its own. */
export function describeTarget(name: string, open: OpenTarget): void {
  describe(`${name} keeps the target contract`, () => {
    it.each(MOVES)("$move, and then has nothing left to do", async ({ strangers, from, to, kinds }) => {
      await using opened = await open(strangers ?? []);
      const { target } = opened;
      if (from !== undefined) await bring(target, from);

      const plan = await bring(target, to);
      expect([...new Set(plan.operations.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort());

      expect((await planFor(target, to)).operations).toEqual([]);
      expect((await planFor(target, to)).operations).toEqual([]);
    });

    it.each(MOVES)("$move, and a second time that changes nothing", async ({ strangers, from, to }) => {
      await using opened = await open(strangers ?? []);
      const { target, batches } = recorded(opened.target);
      if (from !== undefined) await bring(target, from);
      batches.length = 0;
      await bring(target, to);
      const before = await snapshotOf(target, to);

      for (const batch of [...batches]) {
        const results = await target.apply(batch, signal());
        expect(results.map(({ status }) => status)).toEqual(batch.map(() => "done"));
      }

      expect(await snapshotOf(target, to)).toEqual(before);
    });

    it("enables somebody who came back, changed, and keeps the account", async () => {
      await using opened = await open([]);
      const { target } = opened;
      await bring(target, { users: [ADA] });
      await bring(target, { users: [{ ...ADA, active: false }] });
      const back = { users: [{ ...ADA, displayName: "Ada again" }] };

      const plan = await bring(target, back);

      expect(plan.operations.map(({ kind }) => kind)).toEqual(["enable", "update"]);
      expect((await snapshotOf(target, back)).accounts).toMatchObject([
        { link: ADA.sourceId, username: "ada", displayName: "Ada again", active: true },
      ]);
    });

    it("leaves an account that nobody linked as it is", async () => {
      const stranger = { username: "local-admin", email: "root@example.com", displayName: "Local admin" };
      await using opened = await open([stranger]);

      await bring(opened.target, { users: [ADA] });
      const { accounts } = await snapshotOf(opened.target, {});

      expect(accounts.find(({ username }) => username === "local-admin")).toMatchObject({
        ...{ email: "root@example.com", displayName: "Local admin", active: true },
      });
      expect(accounts.find(({ username }) => username === "local-admin")).not.toHaveProperty("link");
    });

    it("reads only the groups that are asked for, in whatever case", async () => {
      await using opened = await open([]);
      await bring(opened.target, { groups: [desiredGroup("Engineers"), desiredGroup("sales")] });

      const { groups } = await opened.target.read({ groups: ["ENGINEERS", "missing"], signal: signal() });

      expect(groups.map(({ name: found }) => found.toLowerCase())).toEqual(["engineers"]);
    });

    it("links an account to another person, to nobody and back, each twice", async () => {
      await using opened = await open([]);
      const { target } = opened;
      await bring(target, { users: [ADA] });
      const bob = desiredUser("bob").sourceId;

      for (const [from, to] of [
        [ADA.sourceId, bob],
        [bob, ""],
        ["", ADA.sourceId],
      ] as const) {
        const [account] = (await snapshotOf(target, {})).accounts;
        const link = linkOf(account as Account, from, to);
        expect(await target.apply([link], signal())).toEqual([{ status: "done" }]);
        expect(await target.apply([link], signal())).toEqual([{ status: "done" }]);
        expect((await snapshotOf(target, {})).accounts[0]?.link ?? "").toBe(to);
      }
    });

    it("looks again at single accounts and groups, and sees what a whole reading sees", async () => {
      const stranger = { username: "local-admin", email: "root@example.com", displayName: "Local admin" };
      await using opened = await open([stranger]);
      const { target } = opened;
      const groups = [desiredGroup("Engineers", ["ada", "bob"]), desiredGroup("sales", ["ada"])];
      await bring(target, { users: users(["ada", "bob", "cleo"]), groups });
      const whole = await snapshotOf(target, { groups });
      const [ada, cleo, root] = ["ada", "cleo", "local-admin"].map((name) =>
        whole.accounts.find(({ username }) => username === name),
      ) as [Account, Account, Account];
      const engineers = whole.groups.find(({ name: found }) => found === "Engineers") as DirectoryGroup;

      const seen = await target.look(
        {
          accounts: [ada.id, "no-such-account" as TargetId],
          usernames: ["cleo", "local-admin", "nobody"],
          groups: [
            { name: "engineers", targetId: engineers.id },
            { name: "missing", targetId: "no-such-group" },
          ],
        },
        signal(),
      );
      const byName = await target.look(
        { accounts: [], usernames: [], groups: [{ name: "sales" }] },
        signal(),
      );

      expect(seen.accounts.toSorted(byId)).toEqual([ada, cleo, root].toSorted(byId));
      expect(seen.groups.map(withSortedMembers)).toEqual([engineers].map(withSortedMembers));
      expect(byName.groups.map(({ members }) => members)).toEqual([[ada.id]]);
    });

    it("sees nothing where nothing is", async () => {
      await using opened = await open([]);

      const touched = { accounts: ["gone" as TargetId], usernames: ["nobody"], groups: [{ name: "none" }] };

      expect(await opened.target.look(touched, signal())).toEqual({ accounts: [], groups: [] });
    });

    it("tells how far it has come", async () => {
      await using opened = await open([]);
      await bring(opened.target, { users: users(crowdOf(120)) });
      const counts: number[] = [];

      await opened.target.read({
        ...{ groups: [], signal: signal() },
        onRead: ({ what, count }) => what === "users" && counts.push(count),
      });

      expect(counts.at(-1)).toBe(120);
    });

    it("says that the sign-in works", async () => {
      await using opened = await open([]);

      const findings = await opened.target.check(signal());

      expect(findings.filter(({ level }) => level === "problem")).toEqual([]);
      expect(findings.map(({ level }) => level)).toContain("ok");
    });

    it("stops with CANCELED when the run is stopped", async () => {
      await using opened = await open([]);
      const stopped = AbortSignal.abort();

      await expect(opened.target.read({ groups: [], signal: stopped })).rejects.toMatchObject({
        code: "CANCELED",
      });
    });
  });
}

function linkOf({ id, username }: Account, from: string, to: string): Operation {
  return {
    kind: "link",
    id: `link ${from} ${to}`,
    user: { username, targetId: id, sourceId: (to === "" ? from : to) as SourceId },
    changes: [{ field: "link", from, to }],
    reason: "by-hand",
    matchedBy: "by-hand",
  };
}

function byId(one: Account, other: Account): number {
  return one.id.localeCompare(other.id);
}

function withSortedMembers(group: DirectoryGroup): DirectoryGroup {
  return { ...group, members: group.members.toSorted() };
}

function withoutGivenName({ givenName: _, ...user }: DesiredUser): DesiredUser {
  return user;
}

function signal(): AbortSignal {
  return AbortSignal.timeout(15_000);
}

async function snapshotOf(target: Target, state: Partial<Desired>): Promise<DirectorySnapshot> {
  const groups = (state.groups ?? []).map(({ name }) => name);
  return await target.read({ groups, signal: signal() });
}

async function planFor(target: Target, state: Partial<Desired>): Promise<TargetPlan> {
  const current = await snapshotOf(target, state);
  return makePlan(desired(state), current, rules({ capabilities: target.capabilities }));
}

/** Brings the directory into a state; all of it must succeed. */
async function bring(target: Target, state: Partial<Desired>): Promise<TargetPlan> {
  const plan = await planFor(target, state);
  const applied = await applyPlan(plan, target, { signal: signal(), finish: signal(), journal: NO_JOURNAL });
  expect(applied.operations.filter(({ status }) => status !== "done")).toEqual([]);
  return plan;
}

/** The batches as they arrive: with the ids that earlier ones made. */
function recorded(target: Target): { target: Target; batches: (readonly Operation[])[] } {
  const batches: (readonly Operation[])[] = [];
  return {
    batches,
    target: {
      ...target,
      apply: (batch, stop) => {
        batches.push(batch);
        return target.apply(batch, stop);
      },
    },
  };
}
