import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { OperationsConfig } from "../../src/config/config.ts";
import { makeDesired } from "../../src/desired/make-desired.ts";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import { foldName } from "../../src/model/names.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { PlannedOperation } from "../../src/model/plan.ts";
import type { SourceSnapshot } from "../../src/model/source-snapshot.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import type { Successors } from "../../src/plan/users/hand-over.ts";
import { memoryTarget } from "../support/memory-target.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import {
  CAPABILITIES,
  EVERYTHING,
  MAPPING,
  NO_LIMITS,
  NO_RULES,
  person,
  rules,
  snapshot,
  sourceGroup,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";
import { waitingForSuccessor } from "./waiting-for-successor.ts";

// Small pools, so that people and accounts do meet, collide and swap.
const PEOPLE = ["p1", "p2", "p3", "p4", "p5"];
const NAMES = ["ada", "ADA", "bob", "eve", "kim", "zoé", "zoe\u0301", "admin"];
const MAILS = ["ada@x.io", "Ada@X.io", "bob@x.io", "eve@x.io", "kim@x.io"];
const GROUPS = ["dev", "ops", "site-admins"];

const name = fc.constantFrom(...NAMES);
const mail = fc.option(fc.constantFrom(...MAILS), { nil: null });

const people = fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 5 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc
        .record({
          username: name,
          mail,
          enabled: fc.constantFrom(true, true, true, false, null),
          guest: fc.boolean(),
        })
        .map(({ username, mail: address, enabled, guest }) =>
          person(id, {
            enabled,
            guest: guest && id === "p5",
            properties: { userPrincipalName: `${username}@x.io`, mail: address, displayName: username },
          }),
        ),
    ),
  ),
);

const source: fc.Arbitrary<SourceSnapshot> = fc
  .tuple(
    people,
    fc.array(fc.tuple(fc.constantFrom(...GROUPS), fc.uniqueArray(fc.constantFrom(...PEOPLE, "unknown"))), {
      maxLength: 3,
    }),
    fc.boolean(),
  )
  .map(([found, groups, everyone]) =>
    snapshot({
      people: found,
      covers: everyone ? "everyone" : "selection",
      groups: groups.map(([group, members], index) =>
        sourceGroup(group, members, {
          id: sourceId(`g${index}`),
          ...(index === 2 ? { incomplete: "cut" } : {}),
        }),
      ),
    }),
  );

/** What a directory may hold: no two accounts with one username or e-mail, as the real ones enforce. */
const accounts: fc.Arbitrary<Account[]> = fc
  .array(
    fc.record({
      username: name,
      email: mail,
      link: fc.option(fc.constantFrom(...PEOPLE, "gone"), { nil: undefined, freq: 3 }),
      active: fc.constantFrom(true, true, false, null),
    }),
    { maxLength: 6 },
  )
  .map((drafts) => {
    const names = new Set<string>();
    const mails = new Set<string>();
    return drafts.flatMap(({ username, email, link, active }, index) => {
      if (names.has(foldName(username)) || (email !== null && mails.has(foldName(email)))) return [];
      names.add(foldName(username));
      if (email !== null) mails.add(foldName(email));
      const { email: _, ...rest } = stranger(username, { id: targetId(`a${index}`), active });
      return [
        {
          ...rest,
          ...(email === null ? {} : { email }),
          ...(link === undefined ? {} : { link: sourceId(link) }),
        },
      ];
    });
  });

/** Who leads it: one of the accounts, counted round. */
const leads = fc.uniqueArray(
  fc.record({ of: fc.constantFrom("project" as const, "component" as const), id: name, leader: fc.nat(5) }),
  { selector: ({ of, id }) => `${of} ${id}`, maxLength: 4 },
);

const current: fc.Arbitrary<DirectorySnapshot> = fc
  .tuple(
    accounts,
    fc.uniqueArray(fc.constantFrom(...GROUPS, "local"), { maxLength: 3 }),
    fc.infiniteStream(fc.nat(7)),
    leads,
  )
  .map(([found, groups, picks, led]) => ({
    leads: led.flatMap(({ of, id, leader }) => {
      const account = found[leader % found.length];
      return account === undefined ? [] : [{ of, id, name: id, leader: account.id }];
    }),
    accounts: found,
    groups: groups.map((group) => {
      const members = new Set<Account["id"]>();
      for (const account of found) if ((picks.next().value ?? 0) < 3) members.add(account.id);
      return { id: `g-${group}`, name: group, members: [...members] };
    }),
  }));

const switches: fc.Arbitrary<OperationsConfig> = fc.record({
  import: fc.boolean(),
  update: fc.boolean(),
  enable: fc.boolean(),
  disable: fc.boolean(),
  createGroups: fc.boolean(),
  addMembers: fc.boolean(),
  removeMembers: fc.boolean(),
});

const capabilities = fc.constantFrom(CAPABILITIES, {
  ...CAPABILITIES,
  email: "shared" as const,
  requiresEmail: false,
});
const defaults = fc.record({
  all: fc.subarray(["dev", "everyone"]),
  new: fc.subarray(["ops", "starters"]),
});
const PROTECT = { users: ["admin"], groups: ["site-admins"] };

const successors: fc.Arbitrary<Successors> = fc.record(
  { project: fc.constantFrom(...NAMES) as fc.Arbitrary<Username>, component: fc.constant("kim" as Username) },
  { requiredKeys: [] },
);

const world = fc.record({ source, current, switches, capabilities, defaults, successors });
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

function planOf(
  { source: from, current: now, switches: on, capabilities: can, defaults: groups, successors }: World,
  limits = NO_LIMITS,
) {
  const desired = makeDesired(from, {
    mapping: { ...MAPPING, username: { ...MAPPING.username, case: "keep" }, defaultGroups: groups },
    scope: NO_RULES,
    now: 0,
    capabilities: can,
  });
  const config = { operations: on, capabilities: can, protect: PROTECT, limits, successors };
  return makePlan(desired, now, rules(config));
}

const runs = { numRuns: 1500 };
const signals = {
  signal: new AbortController().signal,
  finish: new AbortController().signal,
  journal: NO_JOURNAL,
};

describe("every plan", () => {
  it("applied, leaves nothing to do, and no operation is refused", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const plan = planOf(given);
        const target = memoryTarget(given.current, given.capabilities);

        const result = await applyPlan(plan, target, signals);

        const notDone = result.operations.filter(({ status }) => status !== "done" && status !== "withheld");
        expect(notDone).toEqual([]);
        const next = planOf({ ...given, current: target.snapshot() });
        const isWaiting = waitingForSuccessor(plan);
        expect(next.operations.filter((one) => one.status === "planned" && !isWaiting(one))).toEqual([]);
      }),
      runs,
    );
  });

  it("applied, leaves nobody disabled who was to hand over and still leads", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const plan = planOf(given);
        const target = memoryTarget(given.current, given.capabilities);

        await applyPlan(plan, target, signals);

        const leaving = plan.operations.filter(
          ({ kind, status }) => kind === "disable" && status === "planned",
        );
        const gone = new Set(leaving.flatMap((one) => ("user" in one ? one.user.targetId : [])));
        const kept = target.snapshot().leads?.filter(({ leader }) => gone.has(leader)) ?? [];
        expect(kept.filter(({ of }) => given.successors[of] !== undefined)).toEqual([]);
      }),
      runs,
    );
  });

  it("does not depend on the order in which anything was read", () => {
    fc.assert(
      fc.property(world, fc.infiniteStream(fc.nat(1000)), (given, picks) => {
        const mixed = <T>(list: readonly T[]): T[] =>
          list
            .map((item) => ({ item, at: picks.next().value ?? 0 }))
            .sort((one, other) => one.at - other.at)
            .map(({ item }) => item);
        const shuffled = {
          ...given,
          source: { ...given.source, people: mixed(given.source.people), groups: mixed(given.source.groups) },
          current: {
            accounts: mixed(given.current.accounts),
            groups: mixed(given.current.groups).map((group) => ({ ...group, members: mixed(group.members) })),
            leads: mixed(given.current.leads ?? []),
          },
        };

        expect(planOf(shuffled)).toEqual(planOf(given));
      }),
      runs,
    );
  });

  it("leaves its inputs as they were", () => {
    fc.assert(
      fc.property(world, (given) => {
        const before = structuredClone({
          source: given.source.people.map((one) => one.properties),
          current: given.current,
        });

        planOf(given);

        expect({ source: given.source.people.map((one) => one.properties), current: given.current }).toEqual(
          before,
        );
      }),
      { numRuns: 200 },
    );
  });

  it("holds nothing that is switched off", () => {
    fc.assert(
      fc.property(world, (given) => {
        const kinds = new Set(planOf(given).operations.map(({ kind }) => kind));

        const { switches: on } = given;
        const off = [
          [on.import, "import"],
          [on.update, "update"],
          [on.enable, "enable"],
          [on.disable, "disable"],
          [on.createGroups, "create-group"],
          [on.addMembers, "add-member"],
          [on.removeMembers, "remove-member"],
        ].flatMap(([isOn, kind]) => (isOn ? [] : [kind]));
        expect(off.filter((kind) => kinds.has(kind as Operation["kind"]))).toEqual([]);
      }),
      runs,
    );
  });

  it("story 7: with nothing but the switches of groups on, no account is made, changed, enabled or disabled", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const plan = planOf({ ...given, switches: { ...given.switches, ...NO_USERS } });
        const target = memoryTarget(given.current, given.capabilities);

        await applyPlan(plan, target, signals);

        expect(plan.operations.filter(({ kind }) => kind in NO_USERS)).toEqual([]);
        expect(target.snapshot().accounts.map(visible)).toEqual(given.current.accounts.map(visible));
      }),
      runs,
    );
  });

  it("touches nobody unmanaged and nothing protected", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { operations } = planOf(given);

        const owners = new Map(given.current.accounts.map(({ id, link }) => [id, link]));
        const linked = new Set(operations.filter(({ kind }) => kind === "link").map(personOf));
        const strangers = operations.filter((operation) => {
          if (!("user" in operation) || operation.user.targetId === undefined) return false;
          const owner = owners.get(operation.user.targetId);
          if (owner === undefined) return !linked.has(operation.user.sourceId);
          return operation.kind === "link" || owner !== operation.user.sourceId;
        });
        expect(strangers).toEqual([]);
        expect(
          operations.filter((operation) => "group" in operation && operation.group.name === "site-admins"),
        ).toEqual([]);
        expect(operations.filter((one) => "user" in one && foldName(one.user.username) === "admin")).toEqual(
          [],
        );
      }),
      runs,
    );
  });

  it("holds no two operations that fight, and no id twice", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { operations } = planOf({ ...given, switches: EVERYTHING });

        const ids = operations.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const subjects = groupBy(
          operations,
          (one) => `${"group" in one ? one.group.name : ""} ${personOf(one)}`,
        );
        const fighting = [...subjects.values()].filter((ofOne) =>
          FIGHTS.some((pair) => pair.every((kind) => ofOne.some((operation) => operation.kind === kind))),
        );
        expect(fighting).toEqual([]);
        expect(takenTwice(operations)).toEqual([]);
      }),
      runs,
    );
  });

  it("never goes beyond a limit", () => {
    fc.assert(
      fc.property(world, fc.nat(2), (given, count) => {
        const limits = { ...NO_LIMITS, disable: { count }, import: { count }, removeMembersTotal: { count } };

        const planned = planOf(given, limits).operations.filter(({ status }) => status === "planned");

        for (const kind of ["disable", "import", "remove-member"]) {
          expect(planned.filter((operation) => operation.kind === kind).length).toBeLessThanOrEqual(count);
        }
      }),
      runs,
    );
  });
});

const NO_USERS = { import: false, update: false, enable: false, disable: false };

/** All of an account but the link, which no person sees and which memberships rest on. */
function visible({ link: _, ...account }: Account): Omit<Account, "link"> {
  return account;
}

const FIGHTS = [
  ["enable", "disable"],
  ["update", "disable"],
  ["import", "link"],
  ["import", "update"],
  ["import", "disable"],
  ["add-member", "remove-member"],
] as const;

function personOf(operation: PlannedOperation): string {
  return "user" in operation ? operation.user.sourceId : "";
}

/** Usernames that two operations would give away. */
function takenTwice(operations: readonly PlannedOperation[]): string[] {
  const taken = operations.flatMap((operation) =>
    operation.kind === "import" || operation.kind === "update"
      ? operation.changes.filter(({ field }) => field === "username").map(({ to }) => foldName(to))
      : [],
  );
  return taken.filter((one, index) => taken.indexOf(one) !== index);
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
