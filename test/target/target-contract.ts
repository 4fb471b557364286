import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokenRule } from "../../src/desired/broken-rule.ts";
import type { UsernameRule } from "../../src/model/capabilities.ts";
import { type Desired, type DesiredUser, FIELDS, type Field } from "../../src/model/desired.ts";
import type { Account, DirectoryGroup } from "../../src/model/directory-snapshot.ts";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { Target } from "../../src/target/target.ts";
import { desiredGroup, desiredUser } from "../support/people.ts";
import { openSceneHome, type SceneHome, signal } from "./contract-scene.ts";

/** An account that somebody made by hand before usersync came. */
export interface Stranger {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
}

/** A target on a directory of its own, which holds these accounts, active and linked to nobody, and no groups. */
export type OpenTarget = (strangers: readonly Stranger[]) => Promise<AsyncDisposable & { target: Target }>;

/** In what a directory falls short of what the contract tries: moves that it cannot make are left out. */
export interface Traits {
  /** Those that it takes. */
  readonly fields?: readonly Field[];
  /** Of these: those that it never gives back. */
  readonly remembered?: readonly Field[];
  readonly username?: UsernameRule;
  /** What this version of the server cannot do. */
  readonly without?: readonly (Operation["kind"] | "rename")[];
  /** It gives no list of its groups. */
  readonly listsGroups?: false;
}

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

const ANY_NAME: UsernameRule = { maxLength: 255, forbidden: [] };

/** The moves that a directory can make, with the operations that they take there. */
function movesFor(traits: Traits): readonly Move[] {
  const { username = ANY_NAME, without = [] } = traits;
  return MOVES.map((move) => ({ ...move, kinds: kindsOf(move, traits) })).filter(({ from, to, kinds }) => {
    const people = [...(from?.users ?? []), ...(to.users ?? [])];
    const isStart = (state: Partial<Desired> | undefined) => (state?.users ?? []).length > 0;
    const needed = [
      ...kinds,
      ...(isStart(from) ? ["import"] : []),
      ...(from?.groups ? ["create-group"] : []),
    ];
    return (
      kinds.length > 0 &&
      people.every(({ username: name }) => brokenRule(name, username) === undefined) &&
      !without.some((kind) => needed.includes(kind))
    );
  });
}

/** An update is none where the directory takes nothing of what changes. */
function kindsOf({ strangers, from, to, kinds }: Move, traits: Traits): Move["kinds"] {
  const { fields = FIELDS, remembered = [], without = [] } = traits;
  const after = to.users?.[0];
  if (!kinds.includes("update") || after === undefined) return kinds;
  const before: Partial<DesiredUser> = from?.users?.[0] ?? (strangers?.[0] as Partial<DesiredUser>);
  const isUnknown = (field: Field) => from === undefined && remembered.includes(field);
  const changed = fields.filter(
    (field) => after[field] !== undefined && (after[field] !== before[field] || isUnknown(field)),
  );
  const possible = changed.filter((field) => !(field === "username" && without.includes("rename")));
  return possible.length > 0 ? kinds : kinds.filter((kind) => kind !== "update");
}

/** What every target promises. A new target passes this before it has a test of its own. */
export function describeTarget(name: string, open: OpenTarget, traits: Traits = {}): void {
  const moves = movesFor(traits);
  const { remembered = [], without = [], listsGroups = true } = traits;
  const can = (...kinds: readonly Operation["kind"][]) => !kinds.some((kind) => without.includes(kind));
  const stranger = { username: "local-admin", email: "root@example.com", displayName: "Local admin" };

  describe(`${name} keeps the target contract`, () => {
    let home: SceneHome;
    beforeAll(async () => {
      home = await openSceneHome();
    });
    afterAll(() => home.close());

    it.each(moves)("$move, and then has nothing left to do", async ({ strangers, from, to, kinds }) => {
      await using opened = await open(strangers ?? []);
      const scene = home.open(opened.target);
      if (from !== undefined) await scene.bring(from);

      const plan = await scene.bring(to);
      expect([...new Set(plan.operations.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort());

      expect((await scene.plan(to)).operations).toEqual([]);
      expect((await scene.plan(to)).operations).toEqual([]);
    });

    it.each(moves)("$move, and a second time that changes nothing", async ({ strangers, from, to }) => {
      await using opened = await open(strangers ?? []);
      const { target, batches } = recorded(opened.target);
      const scene = home.open(target);
      if (from !== undefined) await scene.bring(from);
      batches.length = 0;
      await scene.bring(to);
      const groups = (to.groups ?? []).map((group) => group.name);
      const before = await scene.see(groups);

      for (const batch of [...batches]) {
        const results = await target.apply(batch, signal());
        expect(results.map(({ status }) => status)).toEqual(batch.map(() => "done"));
      }

      expect(await scene.see(groups)).toEqual(before);
    });

    it.runIf(can("import", "disable", "enable", "update"))(
      "enables somebody who came back, changed, and keeps the account",
      async () => {
        await using opened = await open([]);
        const scene = home.open(opened.target);
        await scene.bring({ users: [ADA] });
        await scene.bring({ users: [{ ...ADA, active: false }] });

        const plan = await scene.bring({ users: [{ ...ADA, displayName: "Ada again" }] });

        expect(plan.operations.map(({ kind }) => kind)).toEqual(["enable", "update"]);
        expect((await scene.see()).accounts).toMatchObject([
          { link: ADA.sourceId, username: "ada", displayName: "Ada again", active: true },
        ]);
      },
    );

    it("leaves an account that nobody linked as it is", async () => {
      await using opened = await open([stranger]);
      const scene = home.open(opened.target);

      await scene.bring(can("import") ? { users: [ADA] } : {});
      const { accounts } = await scene.see();

      const found = accounts.find(({ username }) => username === "local-admin");
      expect(found).toMatchObject({ displayName: "Local admin", active: true });
      expect(found?.email).toBe(remembered.includes("email") ? undefined : "root@example.com");
      expect(found).not.toHaveProperty("link");
    });

    it("reads only the groups that are asked for, in whatever case", async () => {
      await using opened = await open([]);
      await home.open(opened.target).bring({ groups: [desiredGroup("Engineers"), desiredGroup("sales")] });

      const { groups } = await opened.target.read({ groups: ["ENGINEERS", "missing"], signal: signal() });

      const asked = groups.filter(({ licensed }) => licensed !== true);
      expect(asked.map(({ name: found }) => found.toLowerCase())).toEqual(["engineers"]);
    });

    it("names all groups when it is asked for them, and only then", async () => {
      await using opened = await open([]);
      await home.open(opened.target).bring({ groups: [desiredGroup("Engineers"), desiredGroup("sales")] });

      const plain = await opened.target.read({ groups: ["sales"], signal: signal() });
      const listing = await opened.target.read({ groups: ["sales"], listGroups: true, signal: signal() });
      const nothingElse = await opened.target.read({ groups: [], listGroups: true, signal: signal() });

      const names = listsGroups ? expect.arrayContaining(["Engineers", "sales"]) : undefined;
      expect(listing).toEqual({ ...plain, ...(listsGroups && { groupNames: names }) });
      expect(nothingElse.groupNames).toEqual(names);
      expect(plain).not.toHaveProperty("groupNames");
    });

    it.runIf(can("import"))("links an account to another person, to nobody and back", async () => {
      await using opened = await open([]);
      const scene = home.open(opened.target);
      await scene.bring({ users: [ADA] });
      const bob = desiredUser("bob").sourceId;

      for (const [from, to] of [
        [ADA.sourceId, bob],
        [bob, ""],
        ["", ADA.sourceId],
      ] as const) {
        const [account] = (await scene.see()).accounts;
        const link = linkOf(account as Account, from, to);
        await scene.carryOut([link]);
        if (opened.target.capabilities.link === "directory") {
          expect(await opened.target.apply([link], signal())).toEqual([{ status: "done" }]);
        }
        expect((await scene.see()).accounts[0]?.link ?? "").toBe(to);
      }
    });

    it.runIf(can("import"))("looks again at some of it, and sees what a whole reading sees", async () => {
      await using opened = await open([stranger]);
      const { target } = opened;
      const groups = [desiredGroup("Engineers", ["ada", "bob"]), desiredGroup("sales", ["ada"])];
      const scene = home.open(target);
      await scene.bring({ users: users(["ada", "bob", "cleo"]), groups });
      const remembering = await scene.see(groups.map((group) => group.name));
      const whole = { ...remembering, accounts: remembering.accounts.map(asTheDirectorySays(target)) };
      const [ada, cleo, root] = ["ada", "cleo", "local-admin"].map((username) =>
        whole.accounts.find((account) => account.username === username),
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
      expect(seen.groups.filter(isNamed("Engineers")).map(withSortedMembers)).toEqual(
        [engineers].map(withSortedMembers),
      );
      expect(byName.groups.filter(isNamed("sales")).map(({ members }) => members)).toEqual([[ada.id]]);
    });

    it("sees nothing where nothing is", async () => {
      await using opened = await open([]);

      const touched = { accounts: ["gone" as TargetId], usernames: ["nobody"], groups: [{ name: "none" }] };

      expect(await opened.target.look(touched, signal())).toMatchObject({ accounts: [], groups: [] });
    });

    it.runIf(can("import"))("tells how far it has come", async () => {
      await using opened = await open([]);
      await home.open(opened.target).bring({ users: users(crowdOf(120)) });
      const counts: number[] = [];

      const { accounts } = await opened.target.read({
        ...{ groups: [], signal: signal() },
        onRead: ({ what, count }) => what === "users" && counts.push(count),
      });

      expect(counts.at(-1)).toBe(accounts.length);
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

/** Without what only the state knows. */
function asTheDirectorySays({ capabilities: { link, remembered = [] } }: Target) {
  return ({ link: owner, recalled: _, email, ...account }: Account): Account => ({
    ...account,
    ...(link === "directory" && owner !== undefined ? { link: owner } : {}),
    ...(email === undefined || remembered.includes("email") ? {} : { email }),
  });
}

function isNamed(name: string) {
  return (group: DirectoryGroup) => group.name === name;
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
