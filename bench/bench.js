// npm run bench: what a run costs, against what it has to cost.
//
//   npm run bench -- [--users 1000,10000,100000] [--targets cloud,crowd] [--scenarios no-op,import]
//                    [--latency ms] [--concurrency n] [--groups 200] [--members 50]
//
// The servers run in a process of their own and answer after a fixed latency. For each case the floor runs
// first, a bare program that fetches the same pages; so the servers have made each page before usersync, in a
// process of its own too, asks for it.
// Each case runs with a state and without one; the figures are those with it, and what it adds stands last.
// "start" is the time until the first request, "wall" from there to the end of the process.
// The bound on the wall time rests on the latency that a bare client sees at that concurrency here.
import { fork, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { request } from "undici";
import { boundsOf } from "./bounds.js";

const { values } = parseArgs({
  options: {
    users: { type: "string", default: "1000,10000,100000" },
    targets: { type: "string", default: "cloud,crowd" },
    scenarios: { type: "string", default: "no-op,import" },
    latency: { type: "string" },
    concurrency: { type: "string" },
    groups: { type: "string", default: "200" },
    members: { type: "string", default: "50" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "usersync-bench-"));
const here = (file) => new URL(file, import.meta.url).pathname;

/**
 * Milliseconds a request, and requests at a time. A run without changes has what the real services take and
 * what the config has by default; an import is quickened, so that 100,000 of them end in minutes.
 */
function speedOf(scenario, users) {
  const usual =
    scenario === "no-op"
      ? { latency: 100, concurrency: 4 }
      : { latency: users < 100_000 ? 40 : 20, concurrency: 8 };
  return {
    latency: Number(values.latency ?? usual.latency),
    concurrency: Number(values.concurrency ?? usual.concurrency),
  };
}

/** What must not be exceeded; `cpu` counts for a run without changes only. */
const GOALS = { requests: 1.02, wall: 1.3, cpu: 3, memory: 350 };

/** What the state may add with 100,000 users, in percent. */
const STATE_GOALS = { "no-op": { cpu: 15, wall: 10 }, import: { cpu: 25, wall: 25 } };

function answer(child, key) {
  return new Promise((resolve, reject) => {
    const listen = (message) => {
      if (!(key in message)) return;
      child.off("message", listen);
      resolve(message[key]);
    };
    child.on("message", listen);
    child.once("exit", (code) => reject(new Error(`a process of the benchmark ended early with ${code}`)));
  });
}

function configOf(at, { target, concurrency }) {
  const speed = { concurrency, requestsPerSecond: "none", timeoutSeconds: 300 };
  const targets = {
    cloud: { name: "cloud", type: "atlassian-cloud", ...at.cloud },
    crowd: { name: "crowd", type: "crowd", ...at.crowd },
  };
  return {
    source: {
      type: "entra",
      tenantId: "generated.example",
      graphUrl: at.graph.url,
      credential: { type: "access-token", token: at.graph.token },
      groups: { from: "names", names: ["atl-*"] },
      ...speed,
    },
    mapping: {
      username: { from: "userPrincipalName", replace: [{ regex: "(.*)@.*", with: "$1" }] },
      groupName: { replace: [{ regex: "^atl-", with: "" }] },
    },
    targets: [{ ...targets[target], ...speed }],
  };
}

function usersync(config) {
  const file = join(folder, "usersync.config.json");
  const usage = join(folder, "usage.json");
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  const args = [
    "--import",
    here("report-usage.js"),
    here("../bin/usersync.js"),
    "run",
    "--json",
    "--config",
    file,
  ];
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, BENCH_USAGE: usage, CI: "true" },
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    let ended = 0;
    child.once("exit", () => {
      ended = Date.now();
    });
    child.once("close", (code) => {
      if (code !== 0) return reject(new Error(`usersync ended with ${code}: ${output.slice(0, 2000)}`));
      resolve({ ...JSON.parse(readFileSync(usage, "utf8")), began, ended });
    });
  });
}

/** One case: a run with a state, and the same without one, to tell what the state costs. */
async function measure(size) {
  const state = { url: `file:${join(mkdtempSync(join(folder, "state-")), "state.db")}` };
  if (size.scenario === "import") {
    const plain = await onServers(size, (servers) => measuredRun(servers, size, { url: "none" }));
    return onServers(size, async (servers) => ({
      ...(await bounded(servers, size)),
      ...(await measuredRun(servers, size, state)),
      plain,
    }));
  }
  return onServers(size, async (servers) => {
    const floor = await floorOf({ at: servers.at, ...size });
    const limits = await bounded(servers, size);
    const plain = await measuredRun(servers, size, { url: "none" });
    // The first run with a state learns every link; what a run costs day by day is the next one.
    await measuredRun(servers, size, state);
    const measured = await measuredRun(servers, size, state);
    if (measured.counted.made > 0) console.error(`${measured.counted.made} ${MADE_ANEW}`);
    return { ...limits, ...measured, floor, plain };
  });
}

async function onServers(size, work) {
  const child = fork(here("servers.js"), [JSON.stringify(size)], {
    execArgv: ["--max-old-space-size=8192"],
  });
  try {
    return await work({ child, at: await answer(child, "at") });
  } finally {
    child.removeAllListeners("exit");
    child.disconnect();
    await new Promise((ended) => child.once("exit", ended));
  }
}

async function bounded({ at }, size) {
  const latency = await latencySeen(at.crowd, size.concurrency);
  return { size, bounds: boundsOf({ ...size, latency }) };
}

async function measuredRun({ child, at }, size, state) {
  child.send("clear");
  await answer(child, "cleared");
  const run = await usersync({ ...configOf(at, size), state });
  child.send("count");
  const counted = await answer(child, "counted");
  if (counted.refused > 0) throw new Error(`${counted.refused} requests were refused`);
  return { run, counted };
}

const MADE_ANEW = "pages were not those that the floor had fetched, and had to be made during the run.";

/** What one small request takes when as many are under way as a run has, the median of many. */
async function latencySeen({ url, application, password }, concurrency) {
  const secret = Buffer.from(`${application}:${password}`).toString("base64");
  const headers = { authorization: `Basic ${secret}`, accept: "application/json" };
  const taken = [];
  const worker = async () => {
    for (let turn = 0; turn < 30; turn += 1) {
      const began = performance.now();
      const { body } = await request(`${url}/rest/usermanagement/1/config/cookie`, { headers });
      await body.text();
      taken.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return taken.sort((one, other) => one - other)[Math.floor(taken.length / 2)];
}

async function floorOf(task) {
  const child = fork(here("floor.js"), [JSON.stringify(task)]);
  const [cost] = await Promise.all([
    new Promise((resolve) => child.once("message", resolve)),
    new Promise((ended) => child.once("exit", ended)),
  ]);
  return cost;
}

const number = (value, digits = 0) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const ratio = (value, goal) => `${value.toFixed(2)}${value <= goal ? "" : " !"}`;

/** How much more one figure is than another: `+12 %`. */
function more(value, than, goal) {
  const share = Math.round((value / than - 1) * 100);
  return `${share < 0 ? "−" : "+"}${Math.abs(share)} %${share > goal ? " !" : ""}`;
}

const wallOf = ({ run, counted }) => run.ended - counted.first;

function row({ size, run, counted, floor, bounds, plain }) {
  const goal = STATE_GOALS[size.scenario];
  const isLargest = size.users >= 100_000;
  return [
    `${size.scenario}, ${size.target}`,
    number(size.users),
    `${size.latency} ms × ${size.concurrency}`,
    number(counted.total),
    ratio(counted.total / bounds.requests, GOALS.requests),
    `${number((counted.first - run.began) / 1000, 1)} s`,
    `${number((run.ended - counted.first) / 1000, 1)} s`,
    ratio((run.ended - counted.first) / bounds.wall, GOALS.wall),
    `${number(run.cpu / 1000, 1)} s`,
    floor === undefined ? "" : ratio(run.cpu / floor.cpu, GOALS.cpu),
    `${number(run.memory)} MB${isLargest && run.memory > GOALS.memory ? " !" : ""}`,
    floor === undefined ? "" : `${number(floor.memory)} MB`,
    more(run.cpu, plain.run.cpu, isLargest ? goal.cpu : Number.POSITIVE_INFINITY),
    more(wallOf({ run, counted }), wallOf(plain), isLargest ? goal.wall : Number.POSITIVE_INFINITY),
  ];
}

const HEADINGS = [
  "run",
  "users",
  "latency × at a time",
  "requests",
  "÷ bound",
  "start",
  "wall",
  "÷ bound",
  "CPU",
  "÷ floor",
  "peak memory",
  "floor's",
  "state: CPU",
  "state: wall",
];

function print(cells) {
  console.log(`| ${cells.join(" | ")} |`);
}

try {
  console.log(
    `${values.groups} groups of ${values.members} members; Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}\n`,
  );
  print(HEADINGS);
  print(HEADINGS.map((_, index) => (index === 0 ? "---" : "---:")));
  for (const scenario of values.scenarios.split(",")) {
    for (const target of values.targets.split(",")) {
      for (const users of values.users.split(",").map(Number)) {
        const groups = Number(values.groups);
        const membersPerGroup = Number(values.members);
        print(
          row(
            await measure({ users, groups, membersPerGroup, target, scenario, ...speedOf(scenario, users) }),
          ),
        );
      }
    }
  }
  console.log(`\nGoals: requests ≤ ${GOALS.requests} × the bound, wall ≤ ${GOALS.wall} × the bound,`);
  console.log(
    `CPU of a run without changes ≤ ${GOALS.cpu} × the floor's, memory ≤ ${GOALS.memory} MB at 100,000 users. "!" marks a miss.`,
  );
  console.log(
    "The state adds at most 15 % CPU and 10 % wall time to a run without changes, and 25 % to an import.",
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
