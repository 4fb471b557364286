import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Config } from "../../src/config/config.ts";
import type { Plan } from "../../src/model/plan.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { DirectoryName } from "../../src/sandbox/servers/servers.ts";
import { identityOf } from "../../src/saved/config-digest.ts";
import { openState } from "../../src/state/open-state.ts";
import { sync } from "../../src/sync.ts";
import { contentOf } from "../support/directory-contents.ts";
import { instantClock } from "../support/instant-clock.ts";
import { rememberTinyLinks } from "../support/remember-tiny-links.ts";
import { memoryOf } from "../support/state-memory.ts";
import { tinyCompany } from "../support/tiny-company.ts";
import { crashConfig, openParts } from "./crash-config.ts";

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
  runAgain(): Promise<Plan>;
  /** Everything in the directories that people would notice, a line each. */
  content(): readonly string[];
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

export async function openCrashScene(
  directories: readonly DirectoryName[],
  stateUrl?: string,
): Promise<CrashScene> {
  const folder = mkdtempSync(join(tmpdir(), "usersync-crash-"));
  const writes: string[] = [];
  let trap: { readonly moment: Moment; readonly kill: () => void } | undefined;
  let arrived = 0;
  const sandbox = await startSandbox({
    directories,
    company: tinyCompany(),
    prepare: (name, app) => {
      if (name !== "graph") watchWrites(name, app);
    },
  });

  function watchWrites(name: string, app: FastifyInstance): void {
    const numbers = new WeakMap<object, number>();
    const isTrap = (number: number | undefined, when: "before" | "after") =>
      trap?.moment.at === "write" && trap.moment.number === number && trap.moment.when === when;
    app.addHook("onRequest", async (request, reply) => {
      if (!isWrite(request)) return;
      arrived += 1;
      numbers.set(request, arrived);
      if (!isTrap(arrived, "before")) return;
      trap?.kill();
      reply.hijack();
      reply.raw.destroy();
    });
    app.addHook("onSend", async (request, reply) => {
      if (!isWrite(request) || reply.statusCode >= 400) return;
      writes.push(`${name}: ${lineOf(request)}`);
      if (isTrap(numbers.get(request), "after")) trap?.kill();
    });
  }

  const config = await crashConfig(sandbox.configText, stateUrl ?? `file:${join(folder, "state.db")}`);
  const parts = openParts(config);
  const given = {
    targets: parts.targets.map(({ target: _, ...rest }) => rest),
    state: config.state,
    scope: config.source.users,
    snapshot: await parts.source.read({ signal: new AbortController().signal }),
  };
  await rememberLinks(config, sandbox);
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
    runAgain: () => runHere(config),
    content: () => contentOf(sandbox),
    remembered: () => rememberedIn(config),
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Confluence is asked for an update of nobody, to see whether it knows how to; that belongs to the reading. */
function isWrite({ method, url }: FastifyRequest): boolean {
  return method !== "GET" && !url.includes("/usersync%20probe");
}

/** A new password is another one each time. */
function lineOf({ method, url, body }: FastifyRequest): string {
  const sent = typeof body === "object" && body !== null && "password" in body;
  const shown = sent ? { ...body, password: "(random)", passwordConfirm: "(random)" } : (body ?? null);
  return `${method} ${url.replace(/(password=)[^&]+/, "$1(random)")} ${JSON.stringify(shown)}`;
}

async function rememberLinks(config: Config, sandbox: Partial<Sandbox>): Promise<void> {
  const state = await openOwnState(config);
  const { targets } = config;
  const identities = new Map(targets.map((target) => [target.name, identityOf(target)]));
  try {
    await rememberTinyLinks(state, sandbox, (name) => identities.get(name) ?? name);
  } finally {
    await state.close();
  }
}

const openOwnState = (config: Config) =>
  openState(config.state, { clock: instantClock({ now: Date.now() }), version: "0.1.0" });

async function runHere(config: Config): Promise<Plan> {
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
    return await sync({ ...openParts(config), recording, on }, { dryRun: false, signal, finish: signal });
  } finally {
    await state.close();
  }
}

async function rememberedIn(config: Config): Promise<Remembered> {
  const state = await openOwnState(config);
  try {
    const runs = await state.runs({ limit: 100 });
    const entries = (await Promise.all(runs.map(({ id }) => state.entries({ run: id })))).flat();
    const links: string[] = [];
    for (const { name, directory } of config.targets.map((target) => ({
      name: target.name,
      directory: identityOf(target),
    }))) {
      links.push(...(await memoryOf(state, [directory])).map((line) => line.replace(directory, name)));
    }
    return {
      outcomes: runs.map(({ outcome }) => outcome),
      open: entries.filter(({ status }) => status === "open").length,
      unknown: entries.filter(({ status }) => status === "unknown").length,
      links,
    };
  } finally {
    await state.close();
  }
}
