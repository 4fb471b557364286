// One case of the benchmark: the servers in one process, usersync in another, exactly as an admin starts it.
import { fork, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { request } from "undici";
import { boundsOf } from "./bounds.js";

const here = (file) => new URL(file, import.meta.url).pathname;

/**
 * Where the state alone knows whose account it is, a run without a state begins anew each time: it is no run
 * without changes.
 */
const LINKED_BY_THEMSELVES = ["cloud", "crowd"];

/**
 * A run with a state and, as far as that is the same run, without one, to tell what the state costs.
 *
 * @param folder Where configs and states may be written.
 */
export async function measure(size, folder) {
  const state = { url: `file:${join(mkdtempSync(join(folder, "state-")), "state.db")}` };
  const run = (servers, options) => measuredRun(servers, size, { folder, ...options });
  if (size.scenario === "import") {
    const plain = await onServers(size, (servers) => run(servers, { state: { url: "none" } }));
    return onServers(size, async (servers) => ({
      ...(await bounded(servers, size)),
      ...(await run(servers, { state })),
      plain,
    }));
  }
  return onServers(size, async (servers) => {
    const floor = await usual(size, () => floorOf({ at: servers.at, ...size }), costOfFloor);
    const limits = await bounded(servers, size);
    const isLinked = LINKED_BY_THEMSELVES.includes(size.target);
    const plain = isLinked ? await usual(size, () => run(servers, { state: { url: "none" } })) : undefined;
    // The first run with a state learns every link, and writes what a directory never tells: e-mails in
    // Confluence. What a run costs day by day is the one after it.
    await run(servers, { state, hurry: true });
    if (!isLinked) await floorOf({ at: servers.at, ...size });
    const measured = await usual(size, () => run(servers, { state }));
    if (measured.counted.made > 0) console.error(`${measured.counted.made} ${MADE_ANEW}`);
    return { ...limits, ...measured, floor, plain };
  });
}

const costOfRun = ({ run }) => run.cpu;
const costOfFloor = ({ cpu }) => cpu;

/** What is over in seconds is measured three times, one after the other, and the one in the middle counts. */
async function usual({ users }, attempt, costOf = costOfRun) {
  if (users >= 100_000) return attempt();
  const all = [await attempt(), await attempt(), await attempt()];
  return all.sort((one, other) => costOf(one) - costOf(other))[1];
}

const MADE_ANEW = "pages were not those that the floor had fetched, and had to be made during the run.";

async function onServers(size, work) {
  const child = fork(here("servers.js"), [JSON.stringify(size)], {
    execArgv: ["--max-old-space-size=8192"],
  });
  try {
    return await work({ child, at: await answer(child, "at") });
  } finally {
    child.disconnect();
    await new Promise((ended) => child.once("exit", ended));
  }
}

function answer(child, key) {
  return new Promise((resolve, reject) => {
    const listen = (message) => {
      if (!(key in message)) return;
      child.off("message", listen);
      child.off("exit", fail);
      resolve(message[key]);
    };
    const fail = (code) => reject(new Error(`a process of the benchmark ended early with ${code}`));
    child.on("message", listen);
    child.once("exit", fail);
  });
}

async function bounded({ at }, size) {
  const latency = await latencySeen(at.graph, size.concurrency);
  return { size, bounds: boundsOf({ ...size, latency }) };
}

/** What one small request takes when as many are under way as a run has, the median of many. */
async function latencySeen({ url, token }, concurrency) {
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const taken = [];
  const worker = async () => {
    for (let turn = 0; turn < 30; turn += 1) {
      const began = performance.now();
      const { body } = await request(`${url}/v1.0/groups?$select=id&$top=1`, { headers });
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

async function measuredRun({ child, at }, size, { folder, state, hurry = false }) {
  child.send({ ask: "clear", hurry });
  await answer(child, "cleared");
  const run = await usersync({ ...configOf(at, size), state }, folder);
  child.send({ ask: "count" });
  const counted = await answer(child, "counted");
  if (counted.refused > 0) throw new Error(`${counted.refused} requests were refused`);
  return { run, counted };
}

function configOf({ graph, target }, { concurrency }) {
  const speed = { concurrency, requestsPerSecond: "none", timeoutSeconds: 300 };
  return {
    source: {
      type: "entra",
      tenantId: "generated.example",
      graphUrl: graph.url,
      credential: { type: "access-token", token: graph.token },
      groups: { from: "names", names: ["atl-*"] },
      ...speed,
    },
    mapping: {
      username: { from: "userPrincipalName", replace: [{ regex: "(.*)@.*", with: "$1" }] },
      groupName: { replace: [{ regex: "^atl-", with: "" }] },
      groups: [{ name: "*", adopt: "always" }],
    },
    targets: [{ ...target, ...speed }],
    log: { level: "warn" },
  };
}

function usersync(config, folder) {
  const file = join(folder, "usersync.config.json");
  const usage = join(folder, "usage.json");
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  const program = ["--import", here("report-usage.js"), here("../bin/usersync.js")];
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...program, "run", "--json", "--config", file], {
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
