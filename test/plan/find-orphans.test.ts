import { describe, expect, it } from "vitest";
import type { Desired } from "../../src/model/desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { Orphan } from "../../src/model/orphan.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import { findOrphans } from "../../src/plan/orphans/find-orphans.ts";
import {
  account,
  CAPABILITIES,
  desired,
  desiredGroup,
  desiredUser,
  directory,
  directoryGroup,
  EVERYTHING,
  NO_LIMITS,
  rules,
  sourceId,
  stranger,
  targetId,
} from "../support/people.ts";

interface Sides {
  readonly wanted?: Partial<Desired>;
  readonly current?: DirectorySnapshot;
  readonly under?: Partial<PlanRules>;
}

function find({ wanted = {}, current = directory(), under = {} }: Sides) {
  const compared = { desired: desired(wanted), current, rules: rules(under) };
  return findOrphans({ ...compared, plan: makePlan(compared.desired, current, compared.rules) });
}

/** A finding in one line: `unlinked admin`, `without-account ada: planned`. */
function line(finding: Orphan): string {
  const names = finding.accounts.map(({ username }) => username).join(" ");
  const people = finding.people.map(({ name, sourceId: id }) => name ?? id).join(" ");
  const next = "next" in finding && finding.next !== undefined ? [wordOf(finding.next)] : [];
  const group = "group" in finding ? finding.group : "";
  return [finding.kind, names, people, group, ...next].filter(Boolean).join(" ");
}

function wordOf(next: Extract<Orphan, { kind: "without-account" }>["next"]): string {
  if (next.status === "withheld") return next.withheldBy;
  return next.status === "planned" ? "planned" : (next.kind ?? next.why);
}

const ADA = desiredUser("ada");
const EVE_OFF = desiredUser("eve", { active: false });
const DEV = directoryGroup("dev", ["ada", "eve", "gone", "bot"]);
const named = (username: string, overrides = {}) =>
  stranger(username, { id: targetId(username), ...overrides });

describe("an account", () => {
  it.each<Sides & { story: string; found: readonly string[] }>([
    {
      story: "of a person in scope is accounted for",
      wanted: { users: [ADA] },
      current: directory([account("ada")], [directoryGroup("dev", ["ada"])]),
      found: ["unmanaged-group dev"],
    },
    {
      story: "that the next run links is accounted for",
      wanted: { users: [ADA] },
      current: directory([stranger("ada")]),
      found: [],
    },
    {
      story: "without a person is nobody's",
      current: directory([stranger("admin")]),
      found: ["unlinked admin"],
    },
    {
      story: "whose person was deleted is left behind, and is to be disabled",
      current: directory([account("gone")]),
      found: ["left-behind gone 00000000-0000-0000-0000-676f6e650000 planned"],
    },
    {
      story: "that is disabled already is left behind all the same",
      current: directory([account("gone", { active: false })]),
      found: ["left-behind gone 00000000-0000-0000-0000-676f6e650000"],
    },
    {
      story: "that a limit keeps from being disabled says so",
      current: directory([account("gone")]),
      under: { limits: { ...NO_LIMITS, disable: { count: 0 } } },
      found: ["left-behind gone 00000000-0000-0000-0000-676f6e650000 limits.disable"],
    },
    {
      story: "of somebody disabled in Entra is not left behind",
      wanted: { users: [EVE_OFF] },
      current: directory([account("eve")]),
      found: [],
    },
    {
      story: "of somebody disabled without a name of their own is not left behind either",
      wanted: { leavers: new Map([[sourceId("eve"), "disabled-in-source"]]) },
      current: directory([account("eve")]),
      found: [],
    },
    {
      story: "whose person cannot be written is not left behind: nothing says that they are gone",
      wanted: { untouchable: new Set([sourceId("ada")]) },
      current: directory([account("ada")]),
      found: [],
    },
    {
      story: "that two people could have is nobody's, and theirs is not made",
      wanted: {
        users: [desiredUser("finn", { email: "box@x.io" }), desiredUser("gwen", { email: "box@x.io" })],
      },
      current: directory([named("mailbox", { email: "Box@x.io" })]),
      under: { capabilities: { ...CAPABILITIES, email: "shared" } },
      found: [
        "unlinked mailbox finn gwen",
        "without-account finn ambiguous-match",
        "without-account gwen ambiguous-match",
        "several-people mailbox finn gwen",
      ],
    },
    {
      story: "that was taken apart by hand stays nobody's",
      wanted: { users: [ADA] },
      current: directory([stranger("ada")]),
      under: { separations: [{ sourceId: sourceId("ada"), targetId: targetId("ada") }] },
      found: ["unlinked ada ada", "without-account ada ambiguous-match"],
    },
    {
      story: "that differs from another only in case is matched with nobody",
      wanted: { users: [ADA] },
      current: directory([named("ada"), named("Ada")]),
      found: [
        "unlinked Ada ada",
        "unlinked ada ada",
        "without-account ada ambiguous-match",
        "several-accounts Ada ada ada",
        "alike-accounts Ada ada",
      ],
    },
    {
      story: "that records the same person as another is listed with it",
      wanted: { users: [ADA] },
      current: directory([account("ada"), account("ada2", { link: sourceId("ada") })]),
      found: ["several-accounts ada ada2 ada"],
    },
  ])("$story", ({ found, ...sides }) => {
    expect(find(sides).findings.map(line)).toEqual(found);
  });

  it("is marked when it is protected, or usersync signs in with it", () => {
    const current = { ...directory([stranger("admin"), stranger("sync")]), self: targetId("sync") };

    const { findings } = find({ current, under: { protect: { users: ["ad*"], groups: [] } } });

    expect(findings.flatMap(({ accounts }) => accounts)).toEqual([
      { id: targetId("admin"), username: "admin", active: true, isProtected: true },
      { id: targetId("sync"), username: "sync", active: true, isOwn: true },
    ]);
  });

  it("that is left behind names the setting that keeps its person out, and the person as Entra does", () => {
    const id = sourceId("bob");
    const because = 'department is "Sales"; wanted: "IT" (source.users.where[0])';
    const note = { kind: "excluded", subject: "bob@example.com", reason: because, sourceIds: [id] } as const;

    const { findings } = find({
      wanted: { leavers: new Map([[id, "left-scope"]]), causes: new Map([[id, because]]), notes: [note] },
      current: directory([account("bob")]),
    });

    expect(findings).toEqual([
      {
        kind: "left-behind",
        accounts: [{ id: targetId("bob"), username: "bob", active: true }],
        people: [{ sourceId: id, name: "bob@example.com" }],
        reason: "left-scope",
        because,
        next: { status: "planned" },
      },
    ]);
  });
});

describe("a person in scope without an account", () => {
  const note = (kind: "invalid-username" | "missing-attribute", reason: string) => ({
    wanted: {
      untouchable: new Set([sourceId("ada")]),
      notes: [{ kind, subject: "ada@x.io", reason, sourceIds: [sourceId("ada")] }],
    },
  });

  it.each<Sides & { story: string; found: readonly string[] }>([
    { story: "gets one", wanted: { users: [ADA] }, found: ["without-account ada planned"] },
    {
      story: "is held back by a limit",
      wanted: { users: [ADA] },
      under: { limits: { ...NO_LIMITS, import: { count: 0 } } },
      found: ["without-account ada limits.import"],
    },
    {
      story: "gets none while operations.import is off",
      wanted: { users: [ADA] },
      under: { operations: { ...EVERYTHING, import: false } },
      found: ["without-account ada switched-off"],
    },
    {
      story: "has no e-mail",
      ...note("missing-attribute", "no e-mail in mail"),
      found: ["without-account ada@x.io missing-attribute"],
    },
    {
      story: "has a username that the directory refuses",
      ...note("invalid-username", "contains a blank"),
      found: ["without-account ada@x.io invalid-username"],
    },
    {
      story: "has a protected name",
      wanted: { users: [ADA] },
      under: { protect: { users: ["ada"], groups: [] } },
      found: ["without-account ada protected"],
    },
    {
      story: "is not disabled for certain",
      wanted: {
        users: [desiredUser("ada", { active: null })],
        notes: [
          { kind: "missing-attribute", subject: "ada", reason: "not said", sourceIds: [sourceId("ada")] },
        ],
      },
      found: ["without-account ada missing-attribute"],
    },
    { story: "is no matter when disabled in Entra", wanted: { users: [EVE_OFF] }, found: [] },
    {
      story: "wants a name that an account of somebody else keeps",
      wanted: { users: [desiredUser("new", { username: "ada" as Username }), desiredUser("ada")] },
      current: directory([account("ada")]),
      under: { operations: { ...EVERYTHING, update: false } },
      found: ["without-account ada collision"],
    },
  ])("$story", ({ found, ...sides }) => {
    expect(find(sides).findings.map(line)).toEqual(found);
  });

  it("collides with others, by username or by e-mail", () => {
    const colliding = [
      desiredUser("a1", { username: "ada" as Username }),
      desiredUser("a2", { username: "ADA" as Username }),
      desiredUser("b1", { email: "b@x.io" }),
      desiredUser("b2", { email: "B@x.io" }),
    ];
    const wanted = { colliding, untouchable: new Set(colliding.map((one) => one.sourceId)) };

    const kinds = (email: "unique" | "shared") =>
      find({ wanted, under: { capabilities: { ...CAPABILITIES, email } } }).findings.flatMap((one) =>
        one.kind === "colliding-people" ? [`${one.by} ${one.name}: ${one.people.length}`] : [],
      );

    expect(kinds("unique")).toEqual(["username ADA: 2", "email B@x.io: 2"]);
    expect(kinds("shared")).toEqual(["username ADA: 2"]);
  });
});

describe("groups", () => {
  it("are named when nothing of the source fills them", () => {
    const current = { ...directory(), groupNames: ["Dev", "chess", "site-admins"] };
    const under = { protect: { users: [], groups: ["site-*"] } };

    const { findings, groupsListed } = find({ wanted: { groups: [desiredGroup("dev")] }, current, under });

    expect(groupsListed).toBe(true);
    expect(findings).toEqual([
      { kind: "unmanaged-group", accounts: [], people: [], group: "chess" },
      { kind: "unmanaged-group", accounts: [], people: [], group: "site-admins", isProtected: true },
    ]);
  });

  it("that wait until somebody takes them over are marked", () => {
    const wanted = { users: [ADA], groups: [desiredGroup("Dev")] };

    const { findings } = find({ wanted, current: directory([account("ada")], [DEV]), under: { kept: [] } });

    expect(findings).toEqual([
      { kind: "unmanaged-group", accounts: [], people: [], group: "dev", waits: true },
    ]);
  });

  it("are not known where the directory does not list them", () => {
    expect(find({}).groupsListed).toBe(false);
  });

  it("hold accounts that are disabled, or whose person is", () => {
    const wanted = { users: [ADA, EVE_OFF], groups: [desiredGroup("dev")] };
    const accounts = [
      account("ada", { active: false }),
      account("eve"),
      account("gone", { active: false }),
      stranger("bot", { active: false }),
    ];

    const { findings } = find({ wanted, current: directory(accounts, [DEV]) });

    expect(findings.filter(({ kind }) => kind === "disabled-but-licensed").map(line)).toEqual([
      "disabled-but-licensed bot",
      "disabled-but-licensed eve eve planned",
      "disabled-but-licensed gone 00000000-0000-0000-0000-676f6e650000",
    ]);
  });

  it("count only when they let somebody in, where that is what makes an account active", () => {
    const capabilities = { ...CAPABILITIES, defaultAccess: { groups: ["users"] } };
    const licensed = { ...directoryGroup("users", ["eve"]), licensed: true as const };
    const access = { groups: ["users"], permission: "LICENSED_USER" };

    const { findings } = find({
      wanted: { users: [EVE_OFF], groups: [desiredGroup("dev")] },
      current: directory([account("eve", { access })], [DEV, licensed]),
      under: { capabilities },
    });

    expect(findings).toContainEqual(
      expect.objectContaining({
        kind: "disabled-but-licensed",
        groups: ["users"],
        permission: "LICENSED_USER",
        isPersonDisabled: true,
      }),
    );
  });
});

describe("what was read", () => {
  it("is not believed when the source gave nobody: then everybody would look left behind", () => {
    const { findings, error } = find({ wanted: { population: 0 }, current: directory([account("ada")]) });

    expect({ findings, code: error?.code }).toEqual({ findings: [], code: "INCOMPLETE_READ" });
  });

  it("is told to be in doubt when the source has shrunk", () => {
    const past = {
      settings: {},
      baseline: { at: "2026-11-01T00:00:00.000Z", population: 1000, scope: 1000, settings: {} },
    };
    const limits = { ...NO_LIMITS, shrinkSource: { share: 0.5 } };

    const { cautions } = find({
      wanted: { population: 10 },
      current: directory([account("ada")]),
      under: { past, limits },
    });

    expect(cautions).toEqual([expect.stringContaining("(limits.shrinkSource)")]);
  });

  it("is passed on when it is only a part", () => {
    const current = { ...directory(), partial: true as const, incomplete: "The search was cut short." };

    expect(find({ current })).toMatchObject({ partial: true, incomplete: "The search was cut short." });
  });
});

describe("people without an e-mail", () => {
  const { email: _, ...silent } = ADA;
  const twin = { ...silent, sourceId: sourceId("twin") };

  it("are not taken for whoever has none either", () => {
    const { email: __, ...other } = named("other");

    expect(find({ wanted: { users: [silent] }, current: directory([other]) }).findings.map(line)).toEqual([
      "unlinked other",
      "without-account ada planned",
    ]);
  });

  it("collide by their usernames alone", () => {
    const under = { capabilities: { ...CAPABILITIES, email: "unique" } } as const;
    const { findings } = find({ wanted: { colliding: [silent, twin] }, under });

    expect(findings.filter(({ kind }) => kind === "colliding-people")).toMatchObject([{ by: "username" }]);
  });
});
