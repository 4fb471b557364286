import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { StateConfig } from "../../src/config/config.ts";
import type { Access } from "../../src/model/access.ts";
import type { Username } from "../../src/model/ids.ts";
import type { LinkUser, Operation } from "../../src/model/operation.ts";
import type { Failure } from "../../src/model/plan.ts";
import type { RecordedLink } from "../../src/model/recorded.ts";
import { openState, type StateParts } from "../../src/state/open-state.ts";
import type { Holder, Lock, NewRun, RunLog, RunTarget, State } from "../../src/state/state.ts";
import { instantClock } from "../support/instant-clock.ts";
import { sourceId, targetId } from "../support/people.ts";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";

export const DIRECTORY = "crowd https://crowd.example.com/crowd usersync";
export const OTHER = "atlassian-cloud https://api.atlassian.com 7";

/** Where states of one kind are kept during a test file. */
export interface StateHome {
  fresh(): Promise<Exclude<StateConfig, { readonly type: "none" }>>;
  close(): Promise<void>;
}

export const KINDS: readonly (readonly [name: string, open: () => Promise<StateHome>])[] = [
  ["SQLite", openFolder],
  ["PostgreSQL", openServer],
];

async function openFolder(): Promise<StateHome> {
  const folder = mkdtempSync(join(tmpdir(), "usersync-state-"));
  let files = 0;
  return {
    async fresh() {
      files += 1;
      return { type: "file", path: join(folder, `${files}`, "state.db") };
    },
    close: async () => rmSync(folder, { recursive: true }),
  };
}

async function openServer(): Promise<StateHome> {
  const server: PostgresServer = await startPostgres();
  return {
    fresh: async () => ({ type: "postgres", url: await server.database() }),
    close: () => server.stop(),
  };
}

export const NOW = Date.parse("2026-11-23T22:00:00Z");

export function open(config: StateConfig, parts: Partial<StateParts> = {}): Promise<State> {
  return openState(config, { clock: instantClock({ now: NOW }), version: "0.1.0", ...parts });
}

export function holder(overrides: Partial<Holder> = {}): Holder {
  return { who: "ops", host: hostname(), pid: process.pid, kind: "run", ...overrides };
}

export function target(overrides: Partial<RunTarget> = {}): RunTarget {
  return {
    name: "crowd",
    type: "crowd",
    directory: DIRECTORY,
    news: { learned: [], missing: [] },
    settled: [],
    ...overrides,
  };
}

export function newRun(overrides: Partial<NewRun> = {}): NewRun {
  return {
    kind: "run",
    trigger: "cron",
    who: "ops",
    host: "build-7",
    version: "0.1.0",
    configDigest: "c0ffee",
    startedAt: new Date(NOW),
    targets: [target()],
    ...overrides,
  };
}

/** Claims the directories of a run, and begins it. */
export async function begin(
  state: State,
  run: NewRun = newRun(),
): Promise<{ readonly lock: Lock; readonly log: RunLog }> {
  const lock = await state.lock(
    run.targets.map(({ directory }) => directory),
    holder({ kind: run.kind }),
  );
  return { lock, log: await state.begin(run) };
}

/** A whole run that reads, and does what it is told with success. */
export async function runOnce(
  state: State,
  steps: readonly Step[],
  run: NewRun = newRun(),
  exitCode = 0,
): Promise<number> {
  const { lock, log } = await begin(state, run);
  const journal = log.journal(run.targets[0]?.directory ?? DIRECTORY);
  await journal.intend(steps.map(({ operation }) => operation));
  for (const { operation, made, error } of steps) {
    journal.record(operation, error === undefined ? { status: "done" } : { status: "failed", error }, made);
  }
  await log.end({ endedAt: new Date(NOW + 2_000), exitCode });
  await lock.release();
  return log.id ?? 0;
}

export interface Step {
  readonly operation: Operation;
  readonly made?: string;
  /** Absent: it was done. */
  readonly error?: Failure;
}

export function imported(name: string): Step & { readonly made: string } {
  const operation: Operation = {
    id: `crowd:import:${name}`,
    kind: "import",
    user: { username: name as Username, sourceId: sourceId(name) },
    changes: [
      { field: "username", from: "", to: name },
      { field: "email", from: "", to: `${name}@example.com` },
    ],
    reason: "not-in-target",
  };
  return { operation, made: targetId(name) };
}

export function renamed(name: string, to: string): Step {
  return {
    operation: {
      id: `crowd:update:${name}`,
      kind: "update",
      user: { username: name as Username, sourceId: sourceId(name), targetId: targetId(name) },
      changes: [
        { field: "username", from: name, to },
        { field: "email", from: `${name}@example.com`, to: `${to}@example.com` },
      ],
      reason: "differs",
    },
  };
}

/** What lets an account in is taken away from it, or given to it. */
export function changedAccess(
  kind: "enable" | "disable",
  name: string,
  access: Access | undefined,
  error?: Failure,
): Step {
  const user = { username: name as Username, sourceId: sourceId(name), targetId: targetId(name) };
  const operation: Operation = {
    id: `bitbucket:${kind}:${name}`,
    kind,
    user,
    ...(access !== undefined && { access }),
    reason: "by-hand",
  };
  return error === undefined ? { operation } : { operation, error };
}

/** The account called `account` goes from one person to another; `""` is nobody. */
export function relinked(account: string, from: string, to: string, overrides: Partial<LinkUser> = {}): Step {
  const person = to === "" ? from : to;
  return {
    operation: {
      id: `crowd:link:${account}`,
      kind: "link",
      user: { username: account as Username, sourceId: sourceId(person), targetId: targetId(account) },
      changes: [{ field: "link", from: from && sourceId(from), to: to && sourceId(to) }],
      reason: "by-hand",
      matchedBy: "by-hand",
      ...overrides,
    },
  };
}

export function link(name: string, overrides: Partial<RecordedLink> = {}): RecordedLink {
  return {
    targetId: targetId(name),
    sourceId: sourceId(name),
    username: name as Username,
    email: `${name}@example.com`,
    how: "import",
    ...overrides,
  };
}

export async function linksOf(state: State, directory = DIRECTORY): Promise<readonly RecordedLink[]> {
  const links: RecordedLink[] = [];
  for await (const portion of state.links(directory)) links.push(...portion);
  return links;
}
