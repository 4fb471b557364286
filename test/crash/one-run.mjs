// One run as a process of its own, out of what is built, that can be told to die at a step of its journal:
// node one-run.mjs <file with the task as JSON>. Writes how many steps there were, should it live to its end.
// Loads no more than it needs: it is started for every moment at which a run can die.
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { countSteps } from "./die-at-step.mjs";

const task = JSON.parse(readFileSync(process.argv[2], "utf8"));
const load = (file) => import(`${task.dist}/${file}`);

const steps = await countSteps(task.dieAt);
const { compileRewrite } = await load("config/compile-rewrite.js");
const { openState } = await load("state/open-state.js");
const { sync } = await load("sync.js");
const openTarget =
  task.target.type === "crowd"
    ? (await load("target/crowd/target.js")).crowdTarget
    : (await load("target/atlassian-cloud/target.js")).cloudTarget;

const clock = {
  now: () => Date.now(),
  random: () => 0,
  sleep: (time, signal) => wait(time, undefined, { signal }),
};
const log = { debug() {}, info() {}, warn() {}, error() {} };
const compiled = (rewrites) => rewrites.map((rewrite) => compileRewrite(rewrite));
const { username, groupName, ...lists } = task.target.mapping;
const config = {
  ...task.target,
  mapping: {
    ...lists,
    username: { ...username, replace: compiled(username.replace) },
    groupName: { ...groupName, replace: compiled(groupName.replace) },
  },
};
const state = await openState(task.state, { clock, version: "0.1.0" });
const { signal } = new AbortController();
await sync(
  {
    source: { read: async () => task.snapshot },
    guests: "exclude",
    targets: [
      {
        config,
        target: openTarget(config, { clock, log, proxy: {} }),
        directory: task.directory,
        settings: task.settings,
      },
    ],
    recording: {
      state,
      run: { trigger: "script", version: "0.1.0", configDigest: "" },
      holder: { who: "ops", host: hostname(), pid: process.pid, kind: "run" },
      now: () => new Date(),
      exitCodeOf: () => 0,
    },
    on: { read() {}, planned() {}, applied() {} },
  },
  { dryRun: false, signal, finish: signal },
);
await state.close();
writeFileSync(task.stepsFile, JSON.stringify(steps()));
process.exit(0);
