import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LimitsConfig } from "../../src/config/config.ts";
import { makeDesired } from "../../src/desired/make-desired.ts";
import { FIELDS, type Field } from "../../src/model/desired.ts";
import type { Account, DirectorySnapshot, Lead } from "../../src/model/directory-snapshot.ts";
import type { TargetId, Username } from "../../src/model/ids.ts";
import { foldName } from "../../src/model/names.ts";
import type { TargetPlan } from "../../src/model/plan.ts";
import type { Successors } from "../../src/plan/users/hand-over.ts";
import {
  CAPABILITIES,
  MAPPING,
  NO_LIMITS,
  NO_RULES,
  person,
  snapshot,
  sourceGroup,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";
import { rememberingDirectory, type Wish } from "./remembering-directory.ts";
import type { Trouble } from "./troubled-target.ts";
import { waitingForSuccessor } from "./waiting-for-successor.ts";

// Small pools, so that people and accounts do meet, collide, leave and come back.
const PEOPLE = ["p1", "p2", "p3", "p4"];
const NAMES = ["ada", "ADA", "bob", "eve", "kim"];
const GROUPS = ["dev", "ops"];

const people = fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 4 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc
        .record({
          username: fc.constantFrom(...NAMES),
          mail: fc.option(fc.constantFrom(...NAMES), { nil: null }),
          displayName: fc.constantFrom("A", "B"),
          enabled: fc.constantFrom(true, true, true, false, null),
        })
        .map(({ username, mail, displayName, enabled }) =>
          person(id, {
            enabled,
            properties: {
              userPrincipalName: `${username}@x.io`,
              mail: mail === null ? null : `${mail}@y.io`,
              displayName,
            },
          }),
        ),
    ),
  ),
);
const groups = fc.array(fc.tuple(fc.constantFrom(...GROUPS), fc.uniqueArray(fc.constantFrom(...PEOPLE))), {
  maxLength: 2,
});

const TIGHT: LimitsConfig = {
  ...NO_LIMITS,
  disable: { count: 1 },
  import: { count: 2 },
  removeMembersTotal: { count: 1 },
  shrinkScope: { count: 1 },
};

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.constant({}),
  fc.record({ refuseEach: fc.integer({ min: 1, max: 4 }), half: fc.boolean() }),
  fc.record({ dieBefore: fc.nat(6), half: fc.boolean() }),
);

const step = fc.record({
  people,
  groups,
  everyone: fc.boolean(),
  starters: fc.subarray(["starters", "dev"]),
  /** What the config says. */
  usernameFrom: fc.constantFrom("userPrincipalName", "userPrincipalName", "mail"),
  limits: fc.constantFrom(NO_LIMITS, TIGHT),
  trouble,
  afterwards: fc.constantFrom("nothing", "settle", "undo", "undo twice"),
  forget: fc.option(fc.nat(4), { nil: undefined, freq: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Accounts that were there before usersync came, one or the other linked by an earlier life. */
const start: fc.Arbitrary<DirectorySnapshot> = fc
  .array(
    fc.record({
      username: fc.constantFrom(...NAMES),
      active: fc.constantFrom(true, true, false, null),
      hasEmail: fc.boolean(),
      member: fc.boolean(),
    }),
    { maxLength: 4 },
  )
  .chain((drafts) => fc.tuple(fc.constant(drafts), fc.array(fc.nat(3), { maxLength: 3 })))
  .map(([drafts, leaders]) => {
    const unique = drafts.filter(
      ({ username }, index) =>
        drafts.findIndex((other) => foldName(other.username) === foldName(username)) === index,
    );
    const accounts = unique.map(({ username, active, hasEmail }, index) => {
      const { email: _, ...rest } = stranger(username, { id: targetId(`a${index}`), active });
      const access = active === null ? { access: { groups: [], permission: "ADMIN" } } : {};
      return { ...rest, ...access, ...(hasEmail && { email: `${username}@y.io` }) };
    });
    const members = accounts.filter((_, index) => unique[index]?.member).map(({ id }) => id);
    const leads = leaders.flatMap((leader, index): Lead[] => {
      const account = accounts[leader % accounts.length];
      const id = `p${index}`;
      return account === undefined ? [] : [{ of: "project", id, name: id, leader: account.id }];
    });
    const users = accounts.filter(({ active }) => active === true).map(({ id }) => id);
    const groups = [
      { id: "g-dev", name: "dev", members, licensed: true as const },
      { id: "g-users", name: "users", members: users, licensed: true as const },
    ];
    return { accounts, groups, leads };
  });

const capabilities = fc.constantFrom<typeof CAPABILITIES>(
  CAPABILITIES,
  { ...CAPABILITIES, link: "state" as const },
  { ...CAPABILITIES, email: "shared" as const, requiresEmail: false },
  { ...CAPABILITIES, link: "state", defaultAccess: { groups: ["users"] } },
);

/** Of those whom the runs rename, disable and enable too. */
const successors: fc.Arbitrary<Successors> = fc.record(
  { project: fc.constantFrom("kim", "eve") as fc.Arbitrary<Username> },
  { requiredKeys: [] },
);

const history = fc.record({
  start,
  capabilities,
  successors,
  steps: fc.array(step, { minLength: 1, maxLength: 5 }),
});

function wishOf(
  { people: found, groups: listed, everyone, starters, usernameFrom, limits }: Step,
  can: typeof CAPABILITIES,
): Wish {
  const source = snapshot({
    people: found,
    covers: everyone ? "everyone" : "selection",
    groups: listed.map(([name, members], index) => sourceGroup(name, members, { id: sourceId(`g${index}`) })),
  });
  const username = { ...MAPPING.username, from: usernameFrom };
  const mapping = { ...MAPPING, username, defaultGroups: { all: [], new: starters } };
  const desired = makeDesired(source, { mapping, scope: NO_RULES, now: 0, capabilities: can });
  return { desired, limits, settings: { "mapping.username.from": usernameFrom } };
}

type World = ReturnType<typeof rememberingDirectory>;

describe("over any history", () => {
  it("the laws hold", async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ start: from, capabilities: can, successors: named, steps }) => {
        const world = rememberingDirectory(from, can, named);
        for (const one of steps) await live(world, one, can);
      }),
      { numRuns: 300 },
    );
  });
});

async function live(world: World, one: Step, can: typeof CAPABILITIES): Promise<void> {
  const before = await world.look();
  if (one.forget !== undefined && can.link === "directory") {
    const account = before.accounts[one.forget];
    if (account !== undefined) await world.forget(account.id);
  }
  const wish = wishOf(one, can);
  const plan = await world.plan(wish);
  const result = await world.carryOut(plan, one.trouble);
  await checkRun(world, before, result);
  staysWithin(wish.limits, result);

  if (one.afterwards === "settle") await settlesDown(world, wish);
  if (one.afterwards === "undo" || one.afterwards === "undo twice") {
    const between = await world.look();
    const undone = await world.undo();
    await checkRun(world, between, undone);
    const after = await world.look();
    const exceptions = excused([undone], [before, between]);
    isAsBefore(before, after, {
      ...exceptions,
      left: new Set([...exceptions.left, ...halfDone(before, result)]),
    });
    if (one.afterwards === "undo") return;
    const redone = await world.undo();
    isAsBefore(between, await world.look(), excused([undone, redone], [before, between, after]));
  }
}

/** What undos say of accounts: a value stays where there was none, or the account is as others made it. */
interface Exceptions {
  readonly filled: ReadonlySet<Account["id"]>;
  readonly left: ReadonlySet<Account["id"]>;
}

function excused(undone: readonly TargetPlan[], seen: readonly DirectorySnapshot[]): Exceptions {
  const accounts = seen.flatMap((one) => one.accounts);
  const notes = undone.flatMap((plan) => plan.notes);
  const accountsIn = (some: typeof notes) => {
    const ids = new Set(some.flatMap(({ sourceIds }) => sourceIds ?? []));
    return new Set(accounts.flatMap(({ id, link }) => (link !== undefined && ids.has(link) ? [id] : [])));
  };
  return {
    filled: accountsIn(notes.filter(({ reason }) => reason.startsWith("keeps its"))),
    left: accountsIn(
      notes.filter(
        ({ kind, reason }) =>
          kind === "collision" || kind === "excluded" || reason.startsWith("is not disabled"),
      ),
    ),
  };
}

/**
 * Accounts that were half disabled before, or are half made, enabled or disabled now: what failed is not
 * taken back, and a disabling that takes away the rest is taken back as a whole.
 */
function halfDone({ accounts }: DirectorySnapshot, { operations }: TargetPlan): readonly Account["id"][] {
  const before = accounts.filter(({ active, withdrawn }) => active === true && withdrawn !== undefined);
  const now = operations.flatMap((one) =>
    (one.kind === "enable" || one.kind === "disable") && one.access !== undefined && one.status === "failed"
      ? [one.user.targetId]
      : [],
  );
  const made = operations.flatMap((one) =>
    one.kind === "import" && one.status === "failed" ? [`made-${one.user.sourceId}` as TargetId] : [],
  );
  return [...before.map(({ id }) => id), ...now, ...made];
}

/** A run without trouble repairs whatever went wrong, and one right after it has nothing to do. */
async function settlesDown(world: World, wish: Wish): Promise<void> {
  const before = await world.look();
  const repair = await world.carryOut(await world.plan(wish), {});
  await checkRun(world, before, repair);
  expect(repair.operations.filter(({ status }) => status === "failed" || status === "skipped")).toEqual([]);
  const next = await world.plan(wish);
  const isWaiting = waitingForSuccessor(repair);
  expect(next.operations.filter((one) => one.status === "planned" && !isWaiting(one))).toEqual([]);
}

async function checkRun(world: World, before: DirectorySnapshot, result: TargetPlan): Promise<void> {
  const after = await world.look();
  const owners = after.accounts.flatMap(({ link }) => link ?? []);
  expect(new Set(owners).size, "one person, one account").toBe(owners.length);
  const linked = new Set(
    result.operations.flatMap((one) => (one.kind === "link" ? [one.user.targetId] : [])),
  );
  const strangers = before.accounts.filter(({ id, link }) => link === undefined && !linked.has(id));
  for (const account of strangers) {
    const now = after.accounts.find(({ id }) => id === account.id) as Account;
    expect(visible(now), "nobody unmanaged is touched").toEqual(visible(account));
    expect(groupsOf(after, account.id)).toEqual(groupsOf(before, account.id));
  }
}

function staysWithin(limits: LimitsConfig, { operations }: TargetPlan): void {
  if (limits === NO_LIMITS) return;
  const done = (kind: string) =>
    operations.filter((one) => one.kind === kind && one.status === "done").length;
  expect(done("disable")).toBeLessThanOrEqual(1);
  expect(done("import")).toBeLessThanOrEqual(2);
  expect(done("remove-member")).toBeLessThanOrEqual(1);
}

/**
 * Every account and every membership is as it was, but for what the undo said of it. Accounts that were
 * made since stay, disabled and in no group; so do groups.
 */
function isAsBefore(before: DirectorySnapshot, after: DirectorySnapshot, { filled, left }: Exceptions): void {
  for (const account of before.accounts) {
    if (left.has(account.id)) continue;
    const found = after.accounts.find(({ id }) => id === account.id) as Account;
    const now = filled.has(account.id) ? { ...found, ...emptiesOf(account) } : found;
    expect(visible(now as Account)).toEqual(visible(account));
    expect(groupsOf(after, account.id)).toEqual(groupsOf(before, account.id));
  }
  for (const lead of before.leads ?? []) {
    if (left.has(lead.leader)) continue;
    expect(after.leads?.find(({ id }) => id === lead.id)).toEqual(lead);
  }
  const old = new Set(before.accounts.map(({ id }) => id));
  const made = after.accounts.filter(
    ({ id }) => !old.has(id) && !left.has(id.replace(/~\d$/, "") as TargetId),
  );
  for (const { id, active } of made) {
    expect(active).toBe(false);
    expect(groupsOf(after, id)).toEqual([]);
  }
}

/** All but what only the state knows: it follows what was done, and its own laws are tested apart. */
function visible(account: Account): object {
  const { recalled: _, fresh: _fresh, withdrawn: _withdrawn, ...rest } = account;
  return rest;
}

function emptiesOf(account: Account): Partial<Record<Field, undefined>> {
  return Object.fromEntries(
    FIELDS.filter((field) => account[field] === undefined).map((field) => [field, undefined]),
  );
}

function groupsOf({ groups: all }: DirectorySnapshot, id: Account["id"]): string[] {
  return all.filter(({ members }) => members.includes(id)).map(({ name }) => name);
}
