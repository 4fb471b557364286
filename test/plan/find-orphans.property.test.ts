import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeDesired } from "../../src/desired/make-desired.ts";
import type { Account, DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import { foldName } from "../../src/model/names.ts";
import type { AccountRef, Orphan } from "../../src/model/orphan.ts";
import type { Person } from "../../src/model/source-snapshot.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { findOrphans } from "../../src/plan/orphans/find-orphans.ts";
import {
  CAPABILITIES,
  EVERYTHING,
  MAPPING,
  NO_RULES,
  person,
  rules,
  snapshot,
  sourceGroup,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

// Small pools, so that people and accounts do meet and collide. What a directory refuses may be in it all the same.
const PEOPLE = ["p1", "p2", "p3", "p4", "p5"];
const NAMES = ["ada", "ADA", "bob", "eve", "zoé", "zoe\u0301", "admin", "a<b"];
const MAILS = ["ada@x.io", "Ada@X.io", "bob@x.io", "eve@x.io"];
const name = fc.constantFrom(...NAMES);
const mail = fc.option(fc.constantFrom(...MAILS), { nil: null });

const people = fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 5 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc
        .record({
          username: name,
          mail,
          enabled: fc.constantFrom(true, true, false, null),
          guest: fc.boolean(),
        })
        .map(({ username, mail: address, enabled, guest }) =>
          person(id, {
            enabled,
            guest: guest && id === "p5",
            properties: { userPrincipalName: `${username}@x.io`, mail: address },
          }),
        ),
    ),
  ),
);

const accounts: fc.Arbitrary<Account[]> = fc
  .array(
    fc.record({
      username: name,
      email: mail,
      link: fc.option(fc.constantFrom(...PEOPLE, "gone"), { nil: undefined, freq: 2 }),
      active: fc.constantFrom(true, false, null),
    }),
    { maxLength: 6 },
  )
  .map((drafts) =>
    drafts.map(({ username, email, link, active }, index) => {
      const { email: _, ...rest } = stranger(username, { id: targetId(`a${index}`), active });
      const own = { ...(email !== null && { email }), ...(link !== undefined && { link: sourceId(link) }) };
      return { ...rest, ...own };
    }),
  );

const GROUPS = ["dev", "ops", "local"];

const world = fc.record({
  people,
  accounts,
  everyone: fc.boolean(),
  sourceGroups: fc.subarray(["dev", "ops"]),
  memberships: fc.array(fc.tuple(fc.constantFrom(...GROUPS), fc.nat(5))),
  listed: fc.option(fc.subarray(["dev", "OPS", "chess"]), { nil: undefined }),
  email: fc.constantFrom("unique" as const, "shared" as const),
  isImporting: fc.boolean(),
  limit: fc.constantFrom("none" as const, { count: 0 }),
  separations: fc.array(fc.record({ sourceId: fc.constantFrom(...PEOPLE), targetId: fc.nat(5) }), {
    maxLength: 1,
  }),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

function look(given: World, mixed: <T>(list: readonly T[]) => readonly T[] = (list) => list) {
  const capabilities = { ...CAPABILITIES, email: given.email };
  const groups = GROUPS.map((group) => ({
    id: `g-${group}`,
    name: group,
    members: given.accounts
      .filter((_, index) => given.memberships.some(([in_, at]) => in_ === group && at === index))
      .map(({ id }) => id),
  }));
  const current: DirectorySnapshot = {
    accounts: mixed(given.accounts),
    groups: mixed(groups),
    ...(given.listed !== undefined && { groupNames: mixed(given.listed) }),
  };
  const source = snapshot({
    people: mixed(given.people),
    covers: given.everyone ? "everyone" : "selection",
    groups: mixed(given.sourceGroups.map((group) => sourceGroup(group, PEOPLE))),
  });
  const mapping = { ...MAPPING, username: { ...MAPPING.username, case: "keep" as const } };
  const desired = makeDesired(source, { mapping, scope: NO_RULES, now: 0, capabilities });
  const base = rules();
  const ruled = rules({
    capabilities,
    operations: { ...EVERYTHING, import: given.isImporting },
    limits: { ...base.limits, disable: given.limit, import: given.limit },
    protect: { users: ["admin"], groups: ["chess"] },
    separations: given.separations.map((one) => ({
      sourceId: sourceId(one.sourceId),
      targetId: targetId(`a${one.targetId}`),
    })),
  });
  const plan = makePlan(desired, current, ruled);
  const orphans = findOrphans({ desired, current, rules: ruled, plan });
  return { plan, orphans, current, findings: orphans.findings };
}

const usernameOf = ({ properties }: Person) =>
  foldName(String(properties["userPrincipalName"]).replace(/@.*/, ""));
const emailOf = ({ properties }: Person) =>
  foldName(String(properties["mail"] ?? properties["userPrincipalName"]));
const isOne = (values: readonly unknown[]) => values.length > 1 && new Set(values).size === 1;

interface Given extends Pick<ReturnType<typeof look>, "plan" | "current"> {
  readonly world: World;
  /** The accounts and the people of a finding, out of the given world. */
  readonly accounts: readonly Account[];
  readonly people: readonly (Person | undefined)[];
}

type Judge<Kind extends Orphan["kind"]> = (finding: Extract<Orphan, { kind: Kind }>, given: Given) => boolean;

/** Whether a finding is really so. Asks the given world, not the code under test. */
const JUDGES: { readonly [Kind in Orphan["kind"]]: Judge<Kind> } = {
  unlinked: (finding, { accounts: [account], plan }) =>
    account?.link === undefined && !isLinkedBy(plan, finding.accounts),
  "left-behind": ({ reason, next }, { accounts: [account], people: [first], world: { everyone } }) =>
    account?.link !== undefined &&
    (first === undefined || first.guest) &&
    (reason === "deleted-in-source") === (first === undefined && everyone) &&
    (next === undefined) === (account.active === false),
  "without-account": ({ next }, { people: [first], world, plan }) =>
    first !== undefined &&
    !first.guest &&
    first.enabled !== false &&
    world.accounts.every(({ link }) => link !== first.id) &&
    (next.status !== "nothing") ===
      plan.operations.some((one) => one.kind === "import" && one.user.sourceId === first.id) &&
    !(next.status === "nothing" && next.kind === undefined),
  "colliding-people": ({ by }, { people: known }) =>
    known.every((one) => one?.enabled !== false) && isOne(known.map((one) => nameOf(one, by))),
  "several-accounts": ({ by }, { accounts: found, people: [first] }) =>
    by === "link"
      ? isOne(found.map(({ link }) => link))
      : found.length > 1 && isOne([...found.map(({ [by]: one = "" }) => foldName(one)), nameOf(first, by)]),
  "several-people": ({ by }, { accounts: [account], people: known }) =>
    account?.link === undefined &&
    known.length > 1 &&
    isOne([foldName(account?.[by] ?? ""), ...known.map((one) => nameOf(one, by))]),
  "alike-accounts": (_, { accounts: found }) => isOne(found.map(({ username }) => foldName(username))),
  "unmanaged-group": ({ group }, { world }) => !world.sourceGroups.includes(foldName(group)),
  "disabled-but-licensed": ({ groups }, { accounts: [account], people: [first], current }) =>
    (account?.active === false || first?.enabled === false) &&
    groups.length > 0 &&
    groups.every((group) =>
      current.groups.some((one) => one.name === group && one.members.some((id) => id === account?.id)),
    ),
};

function isSo(finding: Orphan, given: World, { plan, current }: ReturnType<typeof look>): boolean {
  const judge = JUDGES[finding.kind] as Judge<Orphan["kind"]>;
  return judge(finding, {
    plan,
    current,
    world: given,
    accounts: finding.accounts.map(({ id }) => given.accounts.find((one) => one.id === id) as Account),
    people: finding.people.map(({ sourceId: id }) => given.people.find((one) => one.id === id)),
  });
}

function nameOf(one: Person | undefined, by: "link" | "username" | "email"): string | undefined {
  if (one === undefined) return undefined;
  return by === "email" ? emailOf(one) : usernameOf(one);
}

function isLinkedBy(plan: ReturnType<typeof look>["plan"], refs: readonly AccountRef[]): boolean {
  return plan.operations.some(
    (one) => one.kind === "link" && refs.some(({ id }) => id === one.user.targetId),
  );
}

const runs = { numRuns: 500 };

describe("orphans", () => {
  it("are really so, each of them", () => {
    fc.assert(
      fc.property(world, (given) => {
        const seen = look(given);

        expect(seen.findings.filter((finding) => !isSo(finding, given, seen))).toEqual([]);
      }),
      runs,
    );
  });

  it("never list whoever has a link and a person in scope", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { findings } = look(given);

        const staying = new Set(
          given.people.filter((one) => !one.guest && one.enabled !== false).map(({ id }) => id),
        );
        const accounted = given.accounts.filter(({ link }) => link !== undefined && staying.has(link));
        const single = findings.filter(
          ({ kind }) => !kind.startsWith("several") && !kind.startsWith("alike"),
        );
        for (const { id, link } of accounted) {
          expect(single.filter((one) => one.accounts.some((ref) => ref.id === id))).toEqual([]);
          const lacking = findings.filter(({ kind }) => kind === "without-account");
          expect(lacking.filter((one) => one.people.some((ref) => ref.sourceId === link))).toEqual([]);
        }
      }),
      runs,
    );
  });

  it("leave out nobody: each account is linked, to be linked, or listed, and so is each person", () => {
    fc.assert(
      fc.property(world, (given) => {
        const { findings, plan } = look(given);
        const linking = plan.operations.filter((one) => one.kind === "link").map(({ user }) => user);
        const listed = (kind: Orphan["kind"]) =>
          findings
            .filter((one) => one.kind === kind)
            .flatMap(({ accounts: own, people: theirs }): readonly string[] =>
              kind === "unlinked" ? own.map(({ id }) => id) : theirs.map(({ sourceId: id }) => id),
            )
            .sort();

        const ofNobody = given.accounts
          .filter(({ id, link }) => link === undefined && !linking.some(({ targetId: to }) => to === id))
          .map(({ id }) => id);
        const owners = [...given.accounts.map(({ link }) => link), ...linking.map(({ sourceId: id }) => id)];
        const without = given.people
          .filter(({ id, enabled, guest }) => enabled !== false && !guest && !owners.includes(id))
          .map(({ id }) => id);
        if (plan.error !== undefined) return;
        expect(listed("unlinked")).toEqual(ofNobody.sort());
        expect(listed("without-account")).toEqual(without.sort());
      }),
      runs,
    );
  });

  it("do not depend on the order of anything", () => {
    fc.assert(
      fc.property(world, (given) => {
        expect(look(given, (list) => [...list].reverse()).orphans).toEqual(look(given).orphans);
      }),
      runs,
    );
  });
});
