import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Config, ConnectionConfig } from "../src/config/config.ts";
import { UsersyncError } from "../src/errors.ts";
import type { Plan, PlannedOperation, TargetPlan } from "../src/model/plan.ts";
import type { Fault, Traffic } from "../src/sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";
import { openState } from "../src/state/open-state.ts";
import type { State } from "../src/state/state.ts";
import { instantClock } from "./support/instant-clock.ts";
import { NO_RECORDING } from "./support/no-recording.ts";
import { NO_LIMITS } from "./support/people.ts";
import { describePlan, syncWith } from "./support/sync-sandbox.ts";
import { tinyCompany } from "./support/tiny-company.ts";

/** Milliseconds of one attempt, where a server is to be late. Real time: nothing else makes a request late. */
const SHORT = 250;
const LONG = 10_000;

const FAULTS: Readonly<Record<string, Fault>> = {
  "503": { kind: "status", status: 503 },
  "429 with Retry-After": { kind: "status", status: 429, headers: { "retry-after": "2" } },
  "429 without Retry-After": { kind: "status", status: 429 },
  reset: { kind: "reset" },
  "cut body": { kind: "cut-body" },
  HTML: { kind: "html" },
  "delay past the limit": { kind: "delay", milliseconds: 2 * SHORT },
  "503 after it was stored": { kind: "status", status: 503, stored: true },
  "429 after it was stored": { kind: "status", status: 429, stored: true },
  "reset after it was stored": { kind: "reset", stored: true },
};

/** `this address`: each time that it is asked for. `from then on`: whatever is asked for. */
const HOW = ["once", "this address", "from then on"] as const;
type How = (typeof HOW)[number];

const DIRECTORIES = ["cloud", "crowd"] as const;
const SERVERS = ["graph", ...DIRECTORIES] as const;
type ServerName = (typeof SERVERS)[number];
type Servers = Sandbox<(typeof DIRECTORIES)[number]>;

/** Waiting out a real delay for every request that follows takes minutes and shows what a reset shows. */
const COLUMNS = Object.keys(FAULTS).flatMap((fault) =>
  HOW.filter((how) => !(fault.startsWith("delay") && how === "from then on")).map((how) => ({ fault, how })),
);

/**
 * The whole matrix takes minutes. Without `USERSYNC_FAULT_MATRIX=all` each column takes every tenth request,
 * others in each column.
 */
const STRIDE = process.env["USERSYNC_FAULT_MATRIX"] === "all" ? 1 : 10;

interface Undisturbed {
  readonly content: string;
  readonly untouched: string;
  readonly requests: Readonly<Record<ServerName, Traffic["requests"]>>;
}

let calm: Undisturbed;
let cases = 0;
let possible = 0;

beforeAll(async () => {
  await using opened = await open();
  const untouched = contentOf(opened.sandbox);
  expect(describePlan(await run(opened)).filter((line) => !line.endsWith(": done"))).toEqual([]);
  const { graph, cloud, crowd } = opened.sandbox;
  calm = {
    untouched,
    content: contentOf(opened.sandbox),
    requests: {
      graph: [...graph.traffic.requests],
      cloud: [...cloud.traffic.requests],
      crowd: [...crowd.traffic.requests],
    },
  };
});

afterAll(() => {
  process.stdout.write(
    `fault matrix: ${cases} of ${possible} cases, each a run with a fault and two runs after it\n`,
  );
});

describe.each(SERVERS)("a fault of %s", (server) => {
  it.each(COLUMNS)(
    "$fault, $how: all is right or said, and the next run heals it",
    async ({ fault, how }) => {
      const problems: string[] = [];
      const column = COLUMNS.findIndex((one) => one.fault === fault && one.how === how);
      for (const place of calm.requests[server].keys()) {
        possible += 1;
        if ((place + column) % STRIDE !== 0) continue;
        cases += 1;
        for (const problem of await disturb({ server, fault, how, place })) {
          problems.push(`request ${place}, ${nameOf(server, place)}: ${problem}`);
        }
      }

      expect(problems).toEqual([]);
    },
    300_000,
  );
});

it("has a request for every kind of operation", () => {
  const writes = (name: ServerName) => calm.requests[name].filter(({ method }) => method !== "GET");

  expect(writes("graph")).toEqual([]);
  expect(new Set(writes("cloud").map(({ method }) => method))).toEqual(new Set(["POST", "PATCH"]));
  expect(new Set(writes("crowd").map(({ method }) => method))).toEqual(new Set(["POST", "PUT", "DELETE"]));
});

interface Case {
  readonly server: ServerName;
  readonly fault: string;
  readonly how: How;
  /** Which request of the undisturbed run. */
  readonly place: number;
}

/** What is wrong after a run with the fault; nothing, as it should be. */
async function disturb(one: Case): Promise<readonly string[]> {
  await using opened = await open();
  const { sandbox } = opened;
  strike(sandbox[one.server].traffic, one);
  const timeout = one.fault.startsWith("delay") ? SHORT : LONG;
  const outcome = await run(opened, { timeout }).catch((error: unknown) => error);
  const content = contentOf(sandbox);
  for (const name of SERVERS) sandbox[name].traffic.clear();

  const next = await run(opened);
  const healed = contentOf(sandbox);
  const last = await run(opened, { dryRun: true });

  return [
    ...(outcome instanceof UsersyncError
      ? unwritten(outcome, content)
      : unsaid(outcome as Plan, next, { ...one, content })),
    ...describePlan(next).filter((line) => !line.endsWith(": done")),
    ...(healed === calm.content ? [] : [`the next run does not heal it: ${healed}`]),
    ...describePlan(last).map((line) => `is still open after the next run: ${line}`),
  ];
}

function strike(traffic: Traffic, { server, fault, how, place }: Case): void {
  const rule = { fault: FAULTS[fault] as Fault };
  const { method, path, query } = calm.requests[server][place] as Traffic["requests"][number];
  if (how === "once") traffic.add({ ...rule, after: place });
  if (how === "this address") traffic.add({ ...rule, method, path, query, times: Number.POSITIVE_INFINITY });
  if (how === "from then on") traffic.add({ ...rule, after: place, times: Number.POSITIVE_INFINITY });
}

/** The source could not be read: nothing may have been written anywhere. */
function unwritten({ message }: UsersyncError, content: string): readonly string[] {
  return content === calm.untouched ? [] : [`ended with "${message}", and yet something was written`];
}

/** Whatever the next run still has to do must be about something that the report does not call done. */
function unsaid(
  plan: Plan,
  next: Plan,
  { fault, how, content }: Case & { content: string },
): readonly string[] {
  const silent = next.targets.flatMap(({ operations }, index) =>
    operations.filter((operation) => !isSaid(plan.targets[index] as TargetPlan, operation)),
  );
  const open = plan.targets.flatMap(({ operations }) => operations.filter(({ status }) => status !== "done"));
  const isMended = how === "once" && fault !== "HTML" && !fault.startsWith("delay");
  const hasReason = plan.targets.some(
    ({ error, incomplete }) => error !== undefined || incomplete.length > 0,
  );
  return [
    ...silent.map(({ id }) => `nothing was said of ${id}`),
    ...(isMended && content !== calm.content ? [`one ${fault} was not got over: ${content}`] : []),
    ...(isMended ? open.map(({ id, status }) => `${id} is ${status} after one ${fault}`) : []),
    ...(plan.complete || hasReason ? [] : ["is not complete, and does not say why"]),
  ];
}

function isSaid({ error, incomplete, operations }: TargetPlan, missing: PlannedOperation): boolean {
  if (error !== undefined) return true;
  const isUnread = "group" in missing && incomplete.some((line) => line.includes(`"${missing.group.name}"`));
  return isUnread || operations.some((one) => one.status !== "done" && isAbout(one, missing));
}

/** The same operation, or one for the same person or group: a half-made account is linked instead of imported. */
function isAbout(one: PlannedOperation, other: PlannedOperation): boolean {
  if (one.id === other.id) return true;
  return "user" in one && "user" in other && one.user.sourceId === other.user.sourceId;
}

function nameOf(server: ServerName, place: number): string {
  const { method, path } = calm.requests[server][place] as Traffic["requests"][number];
  return `${method} ${path}`;
}

/** Servers with a small company, and a state that remembers the runs of one case. */
interface Scene extends AsyncDisposable {
  readonly sandbox: Servers;
  readonly state: State;
}

async function open(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), "usersync-faults-"));
  const sandbox = await startSandbox({ directories: DIRECTORIES, company: tinyCompany() });
  const file = { type: "file", path: join(folder, "state.db") } as const;
  const state = await openState(file, { clock: instantClock(), version: "0.1.0" });
  return {
    sandbox,
    state,
    async [Symbol.asyncDispose]() {
      await state.close();
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function run({ sandbox, state }: Scene, { dryRun = false, timeout = LONG } = {}): Promise<Plan> {
  const recording = { ...NO_RECORDING, state };
  return syncWith(sandbox.configText, { dryRun, recording, adjust: (config) => oneByOne(config, timeout) });
}

/** One request after the other, so that each has its place; and no limits, which are not what this is about. */
function oneByOne(config: Config, timeout: number): Config {
  const { source, targets } = config;
  const narrowed = (connection: ConnectionConfig) => ({ ...connection, concurrency: 1, timeout });
  return {
    ...config,
    source: source.type === "entra" ? { ...source, connection: narrowed(source.connection) } : source,
    targets: targets.map((target) => ({
      ...target,
      limits: NO_LIMITS,
      // Whoever is new comes to them though the run breaks off between the account and its groups.
      mapping: { ...target.mapping, defaultGroups: { all: [], new: ["starters"] } },
      connection: narrowed(target.connection),
    })),
  };
}

/** What both directories hold, without what differs from one run to the next, such as times. */
function contentOf({ cloud, crowd }: Servers): string {
  const { users, groups } = cloud.directory;
  const names = (ids: Iterable<string>) => [...ids].map((id) => users.get(id)?.fields.userName).toSorted();
  return JSON.stringify([
    users
      .all()
      .map(({ fields }) => JSON.stringify(fields))
      .toSorted(),
    groups
      .all()
      .map(({ displayName, members }) => JSON.stringify([displayName, names(members)]))
      .toSorted(),
    crowd.state.order
      .map(({ key: _, attributes, ...user }) => JSON.stringify([user, [...attributes]]))
      .toSorted(),
    [...crowd.state.groups.values()]
      .map(({ name, members }) => JSON.stringify([name, [...members].map((user) => user.name).toSorted()]))
      .toSorted(),
  ]);
}
