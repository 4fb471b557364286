import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Config } from "../../src/config/config.ts";
import { configFromText } from "../../src/config/load-config.ts";
import type { Plan } from "../../src/model/plan.ts";
import { usedProperties } from "../../src/model/used-properties.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { identityOf, settingsOf } from "../../src/saved/config-digest.ts";
import { openSource } from "../../src/source/open-source.ts";
import { openState } from "../../src/state/open-state.ts";
import { sync } from "../../src/sync.ts";
import { openTarget } from "../../src/target/targets.ts";
import { instantClock } from "../support/instant-clock.ts";
import { recordingLog } from "../support/recording-log.ts";
import { tinyCompany } from "../support/tiny-company.ts";

const DIST = resolve(import.meta.dirname, "../../dist");
const PROGRAM = join(import.meta.dirname, "one-run.mjs");

/** A moment at which the process is killed: at a step of its journal, or at a request that writes. */
export type Moment =
  | { readonly at: "step"; readonly number: number; readonly when: "before" | "after" }
  /** Before the directory has done it, or after it has, and before it could answer. */
  | { readonly at: "write"; readonly number: number; readonly when: "before" | "after" };

/** Servers with a small company, a state of their own, and a process that can be killed. */
export interface CrashScene extends AsyncDisposable {
  /** A run in a process of its own; with a moment, it is killed there. */
  run(moment?: Moment): Promise<Ended>;
  /** A run in this process. */
  runAgain(options?: { readonly dryRun?: boolean }): Promise<Plan>;
  /** Everything in the directory that people would notice, a line each. */
  content(): Promise<readonly string[]>;
  /** Every request that changed something, in the order in which it did. */
  readonly writes: readonly string[];
  /** What the state holds: runs, entries that nobody settled, and links. */
  remembered(): Promise<Remembered>;
}

export interface Ended {
  readonly killed: boolean;
  readonly steps: number;
}

export interface Remembered {
  readonly outcomes: readonly string[];
  readonly open: number;
  readonly unknown: number;
  readonly links: readonly string[];
}

export async function openCrashScene(target: "cloud" | "crowd", stateUrl?: string): Promise<CrashScene> {
  const folder = mkdtempSync(join(tmpdir(), "usersync-crash-"));
  const writes: string[] = [];
  let trap: { readonly moment: Moment; readonly kill: () => void } | undefined;
  let arrived = 0;
  const sandbox = await startSandbox({
    directories: ["cloud", "crowd"],
    company: tinyCompany(),
    prepare: (name, app) => {
      if (name === target) watchWrites(app);
    },
  });

  function watchWrites(app: FastifyInstance): void {
    const numbers = new WeakMap<object, number>();
    const isTrap = (number: number | undefined, when: "before" | "after") =>
      trap?.moment.at === "write" && trap.moment.number === number && trap.moment.when === when;
    app.addHook("onRequest", async (request, reply) => {
      if (request.method === "GET") return;
      arrived += 1;
      numbers.set(request, arrived);
      if (!isTrap(arrived, "before")) return;
      trap?.kill();
      reply.hijack();
      reply.raw.destroy();
    });
    app.addHook("onSend", async (request, reply) => {
      if (request.method === "GET" || reply.statusCode >= 400) return;
      writes.push(`${request.method} ${request.url} ${JSON.stringify(withoutPassword(request.body))}`);
      if (isTrap(numbers.get(request), "after")) trap?.kill();
    });
  }

  const text = configOf(sandbox, target, stateUrl ?? `file:${join(folder, "state.db")}`);
  const config = configFromText(text, { env: {}, directory: folder });
  const parts = openParts(config);
  const [own] = parts.targets;
  const given = {
    target: config.targets[0],
    state: config.state,
    directory: own?.directory,
    settings: own?.settings,
    snapshot: await parts.source.read({ signal: new AbortController().signal }),
  };
  return {
    writes,
    async run(moment) {
      arrived = 0;
      const stepsFile = join(folder, "steps.json");
      const task = join(folder, "task.json");
      const dieAt = moment?.at === "step" ? { step: moment.number, when: moment.when } : undefined;
      writeFileSync(task, JSON.stringify({ ...given, dist: DIST, stepsFile, dieAt }));
      const child = spawn(process.execPath, [PROGRAM, task], { stdio: ["ignore", "inherit", "inherit"] });
      if (moment !== undefined) trap = { moment, kill: () => void child.kill("SIGKILL") };
      const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
      trap = undefined;
      if (signal === "SIGKILL") return { killed: true, steps: 0 };
      if (code !== 0) throw new Error(`The run ended with ${code}.`);
      return { killed: false, steps: Number(readFileSync(stepsFile, "utf8")) };
    },
    runAgain: ({ dryRun = false } = {}) => runHere(config, dryRun),
    content: () => contentOf(config),
    remembered: () => rememberedIn(config),
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function withoutPassword(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("password" in body)) return body ?? null;
  return { ...body, password: "(random)" };
}

/** One directory, no limits in the way, and a state. JSON is YAML too. */
function configOf(
  { graph, cloud, crowd }: Sandbox<"cloud" | "crowd">,
  target: "cloud" | "crowd",
  stateUrl: string,
): string {
  const targets = {
    cloud: { type: "atlassian-cloud", url: cloud.url, directoryId: cloud.directoryId, token: cloud.token },
    crowd: { type: "crowd", url: crowd.url, application: crowd.application, password: crowd.password },
  };
  return JSON.stringify({
    source: {
      type: "entra",
      tenantId: "tiny.example",
      graphUrl: graph.url,
      credential: { type: "access-token", token: graph.token },
      groups: { from: "names", names: ["atl-*"] },
    },
    mapping: {
      username: { from: "userPrincipalName", replace: [{ regex: "(.*)@.*", with: "$1" }] },
      groupName: { replace: [{ regex: "^atl-", with: "" }] },
      defaultGroups: { new: ["starters"] },
    },
    limits: { disable: "none", removeMembers: "none", removeMembersTotal: "none" },
    targets: [{ name: target, ...targets[target], requestsPerSecond: 10_000 }],
    state: { url: stateUrl },
  });
}

function openParts(config: Config) {
  const parts = { clock: instantClock({ now: Date.now() }), log: recordingLog(), proxy: {} };
  const properties = usedProperties(config.targets.map(({ mapping }) => mapping));
  return {
    source: openSource(config.source, { ...parts, properties }),
    scope: config.source.users,
    targets: config.targets.map((target) => ({
      config: target,
      target: openTarget(target, parts),
      directory: identityOf(target),
      settings: settingsOf(config, target),
    })),
  };
}

const openOwnState = (config: Config) =>
  openState(config.state, { clock: instantClock({ now: Date.now() }), version: "0.1.0" });

async function runHere(config: Config, dryRun: boolean): Promise<Plan> {
  const state = await openOwnState(config);
  const { signal } = new AbortController();
  const recording = {
    state,
    run: { trigger: "script", version: "0.1.0", configDigest: "" },
    holder: { who: "ops", host: hostname(), pid: process.pid, kind: "run" },
    now: () => new Date(),
    exitCodeOf: () => 0,
  } as const;
  const on = { read() {}, planned() {}, applied() {} };
  try {
    return await sync({ ...openParts(config), recording, on }, { dryRun, signal, finish: signal });
  } finally {
    await state.close();
  }
}

async function contentOf(config: Config): Promise<readonly string[]> {
  const [target] = openParts(config).targets;
  const { signal } = new AbortController();
  const read = await target?.target.read({ groups: ["dev", "ops", "starters"], signal });
  const names = new Map(read?.accounts.map(({ id, username }) => [id, username]));
  return [
    ...(read?.accounts ?? []).map(({ id: _, ...account }) => JSON.stringify(account)),
    ...(read?.groups ?? []).map(
      ({ name, members }) => `${name}: ${members.map((id) => names.get(id)).sort()}`,
    ),
  ].sort();
}

async function rememberedIn(config: Config): Promise<Remembered> {
  const state = await openOwnState(config);
  try {
    const runs = await state.runs({ limit: 100 });
    const entries = (await Promise.all(runs.map(({ id }) => state.entries({ run: id })))).flat();
    const links: string[] = [];
    for (const { directory } of openParts(config).targets) {
      for await (const portion of state.links(directory)) {
        for (const { sourceId, username } of portion) links.push(`${sourceId} ${username}`);
      }
    }
    return {
      outcomes: runs.map(({ outcome }) => outcome),
      open: entries.filter(({ status }) => status === "open").length,
      unknown: entries.filter(({ status }) => status === "unknown").length,
      links: links.sort(),
    };
  } finally {
    await state.close();
  }
}
