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
const OPEN = {
  crowd: async () => (await load("target/crowd/target.js")).crowdTarget,
  "atlassian-cloud": async () => (await load("target/atlassian-cloud/target.js")).cloudTarget,
  jira: async () => (await load("target/jira/target.js")).jiraTarget,
  confluence: async () => (await load("target/confluence/target.js")).confluenceTarget,
  bitbucket: async () => (await load("target/bitbucket/target.js")).bitbucketTarget,
};

const clock = {
  now: () => Date.now(),
  random: () => 0,
  sleep: (time, signal) => wait(time, undefined, { signal }),
};
const log = { debug() {}, info() {}, warn() {}, error() {} };
const compiled = (rewrites) => rewrites.map((rewrite) => compileRewrite(rewrite));
const withRewrites = ({ username, groupName, ...lists }) => ({
  ...lists,
  username: { ...username, replace: compiled(username.replace) },
  groupName: { ...groupName, replace: compiled(groupName.replace) },
});
const targets = await Promise.all(
  task.targets.map(async ({ config: written, directory, settings }) => {
    const config = { ...written, mapping: withRewrites(written.mapping) };
    const open = await OPEN[config.type]();
    return { config, target: open(config, { clock, log, proxy: {} }), directory, settings };
  }),
);
const state = await openState(task.state, { clock, version: "0.1.0" });
const { signal } = new AbortController();
await sync(
  {
    source: { read: async () => task.snapshot },
    scope: task.scope,
    targets,
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
