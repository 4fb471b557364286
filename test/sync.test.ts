import { describe, expect, it } from "vitest";
import type { TargetConfig } from "../src/config/config.ts";
import { UsersyncError } from "../src/errors.ts";
import type { DirectorySnapshot } from "../src/model/directory-snapshot.ts";
import type { Person, SourceSnapshot } from "../src/model/source-snapshot.ts";
import type { Source } from "../src/source/source.ts";
import { type SyncEvents, type SyncParts, sync } from "../src/sync.ts";
import type { Target } from "../src/target/target.ts";
import { memoryTarget } from "./support/memory-target.ts";
import { NO_RECORDING } from "./support/no-recording.ts";
import {
  account,
  CAPABILITIES,
  directory,
  directoryGroup,
  MAPPING,
  NO_LIMITS,
  NO_RULES,
  person,
  project,
  rules,
  snapshot,
  sourceGroup,
  sourceId,
  stranger,
} from "./support/people.ts";

const never = new AbortController().signal;
const options = { dryRun: false, signal: never, finish: never };

function sourceOf(read: SourceSnapshot | Error): Source {
  return {
    read: async ({ onRead }) => {
      onRead?.({ what: "users", count: 1 });
      if (read instanceof Error) throw read;
      return read;
    },
    look: async () => [],
    find: async () => undefined,
    check: async () => [],
  };
}

function partsOf(
  source: Source,
  targets: Readonly<Record<string, Target>>,
): SyncParts & { readonly said: string[] } {
  const said: string[] = [];
  const on: SyncEvents = {
    read: (who, { what, count }) => said.push(`${who} read ${count} ${what}`),
    planned: ({ targets: plans }) =>
      said.push(`planned ${plans.map(({ operations }) => operations.length).join(" and ")}`),
    applied: (name, { done, total }) => said.push(`${name} applied ${done} of ${total}`),
  };
  return {
    source,
    scope: NO_RULES,
    targets: Object.entries(targets).map(([name, target]) => ({
      config: { ...rules(), name, mapping: MAPPING } as unknown as TargetConfig,
      target,
      directory: name,
      settings: {},
    })),
    recording: NO_RECORDING,
    on,
    said,
  };
}

const unreadable = (error: Error, start: DirectorySnapshot = directory()): Target => ({
  ...memoryTarget(start),
  read: async () => {
    throw error;
  },
});

const broken = new UsersyncError("INCOMPLETE_READ", {
  what: "Page 2 is gone.",
  why: "It was cut.",
  fix: "Run again.",
});
const ada = snapshot({ people: [person("ada")], groups: [sourceGroup("dev", ["ada"])] });

describe("sync", () => {
  it("reads, plans and applies, and a second run has nothing left to do", async () => {
    const target = memoryTarget(directory());
    const parts = partsOf(sourceOf(ada), { cloud: target });

    const first = await sync(parts, options);
    const second = await sync(parts, options);

    expect(first.targets[0]?.operations.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      "create-group done",
      "import done",
      "add-member done",
    ]);
    expect(first).toMatchObject({ complete: true, createdAt: new Date("2026-11-23T22:00:00Z") });
    expect(second.targets[0]?.operations).toEqual([]);
    expect(parts.said).toEqual([
      "source read 1 users",
      "planned 3",
      "cloud applied 1 of 3",
      "cloud applied 2 of 3",
      "cloud applied 3 of 3",
      "source read 1 users",
      "planned 0",
    ]);
  });

  it("a dry run plans exactly that and sends nothing", async () => {
    const target = memoryTarget(directory());
    const parts = partsOf(sourceOf(ada), { cloud: target });

    const dry = await sync(parts, { ...options, dryRun: true });

    expect(target.batches).toEqual([]);
    expect(dry.targets[0]?.operations.map(({ id }) => id)).toEqual(
      (await sync(parts, options)).targets[0]?.operations.map(({ id }) => id),
    );
  });

  it.each([
    { story: "story 2: the list of groups breaks off", error: broken },
    {
      story: "story 20: nobody can sign in to the source",
      error: new UsersyncError("SIGN_IN_FAILED", { what: "No.", why: "Wrong secret.", fix: "Renew it." }),
    },
  ])("$story: nothing is written anywhere", async ({ error }) => {
    const target = memoryTarget(directory([account("ada")], [directoryGroup("dev", ["ada"])]));

    await expect(sync(partsOf(sourceOf(error), { cloud: target }), options)).rejects.toBe(error);

    expect(target.batches).toEqual([]);
  });

  it("stops reading the directories when the source fails", async () => {
    let reason: unknown;
    const endless: Target = {
      ...memoryTarget(directory()),
      read: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            reason = signal.reason;
            reject(signal.reason);
          });
        }),
    };

    await expect(sync(partsOf(sourceOf(broken), { cloud: endless }), options)).rejects.toBe(broken);

    expect(reason).toBeDefined();
  });

  it("a directory that cannot be read has no plan, and the other one gets its own", async () => {
    const crowd = memoryTarget(directory());

    const plan = await sync(partsOf(sourceOf(ada), { cloud: unreadable(broken), crowd }), options);

    expect(plan.complete).toBe(false);
    expect(plan.targets[0]).toMatchObject({
      name: "cloud",
      operations: [],
      error: { code: "INCOMPLETE_READ" },
    });
    expect(crowd.snapshot().accounts).toHaveLength(1);
  });

  it("story 4: a group that was cut off is said, and the plan is not complete", async () => {
    const cut = snapshot({
      ...ada,
      groups: [sourceGroup("dev", ["ada"], { incomplete: "page 2 answered 404" })],
    });

    const plan = await sync(partsOf(sourceOf(cut), { cloud: memoryTarget(directory()) }), options);

    expect(plan.complete).toBe(false);
    expect(plan.targets[0]?.incomplete).toEqual(['group "dev": page 2 answered 404']);
  });

  it("story 28: an e-mail moved to an unverified domain leaves account and groups as they are", async () => {
    const moved = { displayName: "Ada King", mail: "ada@old.example" };
    const people = [
      person("ada", { properties: moved }),
      person("new", { properties: moved }),
      person("bob"),
    ];
    const groups = [sourceGroup("dev", ["bob"]), sourceGroup("ops", ["ada", "new", "bob"])];
    const start = directory(
      [account("ada"), account("bob")],
      [directoryGroup("dev", ["ada"]), directoryGroup("ops", [])],
    );
    const target = memoryTarget(start, { ...CAPABILITIES, emailDomains: ["example.com"] });

    const plan = await sync(partsOf(sourceOf(snapshot({ people, groups })), { cloud: target }), options);

    expect(plan.targets[0]?.operations.map(({ id, status }) => `${id} ${status}`)).toEqual([
      `cloud:add-member:dev:${sourceId("bob")} done`,
      `cloud:add-member:ops:${sourceId("bob")} done`,
    ]);
    expect(target.snapshot().accounts).toEqual(start.accounts);
    const reason = "the e-mail's domain, old.example, is not among targets[].verifiedDomains; left as it is";
    expect(plan.targets[0]?.notes.filter(({ kind }) => kind === "unsupported")).toEqual([
      { kind: "unsupported", subject: "ada@example.com", reason, sourceIds: [sourceId("ada")] },
      { kind: "unsupported", subject: "new@example.com", reason, sourceIds: [sourceId("new")] },
    ]);
  });

  it("looks at protected groups when somebody is to be disabled, and keeps their last member", async () => {
    const start = directory([account("ada"), account("eve")], [directoryGroup("site-admins", ["eve"])]);
    const inner = memoryTarget(start);
    const looked: string[] = [];
    const target: Target = {
      ...inner,
      read: async (read) => ({ ...(await inner.read(read)), groups: [] }),
      look: async (objects, signal) => {
        looked.push(...objects.groups.map(({ name }) => name));
        return inner.look(objects, signal);
      },
    };
    const parts = (people: Person[]) => {
      const made = partsOf(sourceOf(snapshot({ people })), { cloud: target });
      const [own] = made.targets;
      const config = {
        ...own?.config,
        protect: { users: [], groups: ["site-admins", "stash-*"] },
        limits: { ...NO_LIMITS, lastMember: "refuse" },
      } as unknown as TargetConfig;
      return { ...made, targets: [{ ...own, config }] } as unknown as SyncParts;
    };

    const still = await sync(parts([person("ada"), person("eve")]), options);
    expect(looked).toEqual([]);
    const withheld = await sync(parts([person("ada"), person("eve", { enabled: false })]), options);

    expect(still.targets[0]?.operations).toEqual([]);
    expect(looked).toEqual(["site-admins"]);
    expect(withheld.targets[0]?.operations).toMatchObject([
      { kind: "disable", status: "withheld", withheldBy: "limits.lastMember" },
    ]);
    expect(inner.snapshot().accounts.every(({ active }) => active)).toBe(true);
  });

  it("hands over what somebody leads who is disabled, and has nothing left to do", async () => {
    const start = {
      ...directory([account("ada"), account("eve"), stranger("office")]),
      leads: [project("CORE", "eve"), project("OPS", "ada")],
    };
    const target = memoryTarget(start);
    const made = partsOf(sourceOf(snapshot({ people: [person("ada"), person("eve", { enabled: false })] })), {
      jira: target,
    });
    const [own] = made.targets;
    const config = { ...own?.config, type: "jira", onDisable: { projectLead: "office" } };
    const parts = { ...made, targets: [{ ...own, config }] } as unknown as SyncParts;

    const dry = await sync(parts, { ...options, dryRun: true });
    const first = await sync(parts, options);
    const second = await sync(parts, options);

    expect(dry.targets[0]?.operations.map(({ kind }) => kind)).toEqual(["hand-over", "disable"]);
    expect(first.targets[0]?.operations.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      "hand-over done",
      "disable done",
    ]);
    expect(target.snapshot().leads).toEqual([project("CORE", "office"), project("OPS", "ada")]);
    expect(second.targets[0]?.operations).toEqual([]);
  });

  it("asks a directory only for the groups that the source names", async () => {
    let asked: readonly string[] = [];
    const target = memoryTarget(directory());
    const asking: Target = {
      ...target,
      read: async (read) => {
        asked = await read.groups;
        read.onRead?.({ what: "users", count: 7 });
        return target.read(read);
      },
    };
    const parts = partsOf(sourceOf(ada), { cloud: asking });

    await sync(parts, options);

    expect(asked).toEqual(["dev"]);
    expect(parts.said).toContain("cloud read 7 users");
  });
});
