import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import { makeDesired } from "../../src/desired/make-desired.ts";
import type { Access } from "../../src/model/access.ts";
import type { Capabilities } from "../../src/model/capabilities.ts";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import { foldName } from "../../src/model/names.ts";
import type { PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { memoryTarget } from "../support/memory-target.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import {
  account,
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
  targetId,
} from "../support/people.ts";
import { rememberingDirectory } from "./remembering-directory.ts";
import type { Trouble } from "./troubled-target.ts";

// Small pools, so that people leave and join what lets them in.
const PEOPLE = ["p1", "p2", "p3", "p4"];
/** Those that are licensed in every directory; "dev" and "ops" may be the source's too. */
const LICENSED = ["users", "Dev", "admins"];

const who = fc.subarray(PEOPLE);
const enabled = fc.constantFrom(true, true, false, null, undefined);
const source = fc.record({
  people: fc.tuple(enabled, enabled, enabled, enabled),
  groups: fc.uniqueArray(fc.tuple(fc.constantFrom("dev", "ops", "users"), who), {
    maxLength: 2,
    selector: ([name]) => name,
  }),
  starters: fc.subarray(["users", "ops", "dev"], { maxLength: 1 }),
});
const directory = fc.record({
  accounts: who,
  permissions: who,
  members: fc.record({ users: who, Dev: who, admins: who, ops: who }),
  withdrawn: fc.option(fc.subarray(LICENSED), { nil: undefined }),
});
const usual = fc.subarray(["users", "admins", "dev"]).map((groups) => ({ groups }));
const world = fc.record({ source, directory, usual });
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

function capabilitiesOf({ usual: defaultAccess }: World): Capabilities {
  return { ...CAPABILITIES, defaultAccess };
}

function directoryOf({ directory: { accounts, permissions, members, withdrawn } }: World): DirectorySnapshot {
  const memory = withdrawn === undefined ? {} : { withdrawn: { groups: withdrawn } };
  return {
    accounts: accounts.map((name) => ({
      ...account(name, memory),
      access: { groups: [], ...(permissions.includes(name) && { permission: "LICENSED_USER" }) },
    })),
    groups: Object.entries(members).map(([name, ids]) => ({
      id: name,
      name,
      members: ids.filter((id) => accounts.includes(id)).map(targetId),
      ...(LICENSED.includes(name) && { licensed: true as const }),
    })),
  };
}

function planOf(given: World, now: DirectorySnapshot, changes: Partial<Parameters<typeof rules>[0]> = {}) {
  const { people, groups, starters } = given.source;
  const found = people.flatMap((isEnabled, index) =>
    isEnabled === undefined ? [] : [person(PEOPLE[index] as string, { enabled: isEnabled })],
  );
  const desired = makeDesired(
    // Somebody else is there too: a source without anybody is believed by nobody.
    snapshot({
      people: [...found, person("p9", { enabled: false })],
      groups: groups.map(([name, ids]) => sourceGroup(name, ids)),
    }),
    {
      mapping: { ...MAPPING, defaultGroups: { all: [], new: starters } },
      scope: NO_RULES,
      now: 0,
      capabilities: capabilitiesOf(given),
    },
  );
  return makePlan(desired, now, rules({ capabilities: capabilitiesOf(given), ...changes }));
}

const signal = new AbortController().signal;
const quiet = { signal, finish: signal, journal: NO_JOURNAL };

async function applied(given: World, changes: Partial<Parameters<typeof rules>[0]> = {}) {
  const target = memoryTarget(directoryOf(given), capabilitiesOf(given));
  const before = target.snapshot();
  const plan = planOf(given, before, changes);
  const result = await applyPlan(plan, target, quiet);
  return { before, plan, result, after: target.snapshot() };
}

/** What the source says of whoever has an account: `undefined` when they are gone. */
const stateOf =
  (given: World) =>
  ({ link }: Account) =>
    given.source.people.find((_, index) => sourceId(PEOPLE[index] as string) === link);
const runs = { numRuns: 800 };

describe("where accounts have no flag, a plan", () => {
  it("applied, leaves nothing to do, and no operation is refused", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { result, after } = await applied(given);

        expect(result.operations.filter(({ status }) => status !== "done")).toEqual([]);
        // What was remembered is given back, or was given up.
        const known = {
          ...after,
          accounts: after.accounts.map(({ withdrawn, ...one }) => remembered(one, result, withdrawn)),
        };
        expect(planOf(given, known).operations).toEqual([]);
      }),
      runs,
    );
  });

  it("leaves nobody in who is disabled in the source, or gone from it", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { after } = await applied(given);

        const inside = after.accounts.filter((one) => one.active === true).map(stateOf(given));
        expect(inside.filter((state) => state !== true && state !== null)).toEqual([]);
      }),
      runs,
    );
  });

  it("lets nobody out by another door when disabling is switched off or withheld", async () => {
    const change = fc.constantFrom(
      { operations: { ...EVERYTHING, disable: false } },
      { limits: { ...NO_LIMITS, disable: { count: 0 } } },
    );
    await fc.assert(
      fc.asyncProperty(world, change, async (given, changes) => {
        const { before, after } = await applied(given, changes);

        const inactive = before.accounts.filter((one) => stateOf(given)(one) !== true);
        for (const { id, access } of inactive) {
          expect(after.accounts.find((one) => one.id === id)?.access).toEqual(access);
        }
      }),
      runs,
    );
  });

  it("lets nobody in by another door when enabling is switched off", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { before, after } = await applied(given, { operations: { ...EVERYTHING, enable: false } });

        for (const { id } of before.accounts.filter(({ active }) => active === false)) {
          expect(after.accounts.find((one) => one.id === id)?.active).toBe(false);
        }
      }),
      runs,
    );
  });

  it("holds no two operations that do the same, or the opposite", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { plan } = await applied(given);

        const moves = plan.operations.flatMap(movesOf);
        expect(moves.filter((move, index) => moves.indexOf(move) !== index)).toEqual([]);
        expect(new Set(plan.operations.map(({ id }) => id)).size).toBe(plan.operations.length);
      }),
      runs,
    );
  });

  it("undone, leaves the directory as it was", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (some) => {
        // What takes away the rest of an account is taken back as a whole.
        const given = { ...some, directory: { ...some.directory, withdrawn: undefined } };
        const directoryNow = rememberingDirectory(directoryOf(given), capabilitiesOf(given));
        const before = await directoryNow.look();
        await directoryNow.carryOut(planOf(given, before), {});

        await directoryNow.undo();

        const after = await directoryNow.look();
        for (const { id, access } of before.accounts) {
          expect(after.accounts.find((one) => one.id === id)?.access).toEqual(access);
        }
        expect(after.accounts.slice(before.accounts.length).filter(({ active }) => active)).toEqual([]);
      }),
      runs,
    );
  });
});

const trouble: fc.Arbitrary<Trouble> = fc.record({
  refuseEach: fc.integer({ min: 1, max: 3 }),
  dieBefore: fc.option(fc.nat(3), { nil: undefined }),
  half: fc.constant(true),
});

/** Everybody is active in the source, and has an account. */
function everybodyIn({
  members,
  permissions,
}: {
  readonly members: Record<"users" | "Dev" | "admins", string[]>;
  readonly permissions: string[];
}): World {
  return {
    source: { people: [true, true, true, true], groups: [], starters: [] },
    directory: { accounts: PEOPLE, permissions, withdrawn: undefined, members: { ...members, ops: [] } },
    usual: { groups: ["users"] },
  };
}

async function livedThrough(start: World, steps: readonly { readonly wish: World; readonly how: Trouble }[]) {
  const place = rememberingDirectory(directoryOf(start), capabilitiesOf(start));
  const before = await place.look();
  for (const { wish, how } of steps) await place.carryOut(planOf(wish, await place.look()), how);
  return { before, after: await place.look() };
}

describe("whoever is disabled", () => {
  it("gets everything back in the end, whatever broke off meanwhile, and nothing else", async () => {
    const given = fc.record({
      directory: fc.record({ members: fc.record({ users: who, Dev: who, admins: who }), permissions: who }),
      leave: fc.array(trouble, { maxLength: 3 }),
      isQuiet: fc.boolean(),
      comeBack: fc.array(trouble, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ directory: some, leave, isQuiet, comeBack }) => {
        const start = everybodyIn(some);
        const gone: World = { ...start, source: { ...start.source, people: [false, false, false, true] } };
        const { before, after } = await livedThrough(start, [
          ...[...leave, ...(isQuiet ? [{}] : [])].map((how) => ({ wish: gone, how })),
          ...[...comeBack, {}].map((how) => ({ wish: start, how })),
        ]);

        const had = before.accounts.map(({ id, access = { groups: ["users"] } }) => [id, sorted(access)]);
        expect(after.accounts.map(({ id, access }) => [id, access && sorted(access)])).toEqual(had);
        expect(after.accounts.filter(({ withdrawn }) => withdrawn !== undefined)).toEqual([]);
        expect(planOf(start, after).operations).toEqual([]);
      }),
      runs,
    );
  });
});

/** Each change that an operation makes to what lets somebody in, or to a group. */
function movesOf(operation: PlannedOperation): string[] {
  if (operation.kind === "link" || operation.kind === "update" || !("user" in operation)) return [];
  const { sourceId: person } = operation.user;
  if (operation.kind === "hand-over") return [];
  if ("group" in operation) return [`${person} ${foldName(operation.group.name)}`];
  const { groups, permission } = operation.access ?? { groups: [] };
  const names = groups.map((group) => `${person} ${foldName(group)}`);
  return permission === undefined ? names : [...names, `${person} may`];
}

function sorted(access: Access): Access {
  return { ...access, groups: access.groups.toSorted() };
}

function remembered(
  one: Omit<Account, "withdrawn">,
  { operations }: TargetPlan,
  before: Access | undefined,
): Account {
  const taken = operations.flatMap((step) =>
    step.kind === "disable" && step.user.targetId === one.id ? (step.access ?? []) : [],
  );
  const access = taken.at(-1) ?? before;
  return one.active === false && access !== undefined ? { ...one, withdrawn: access } : one;
}
