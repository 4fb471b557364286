import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Office, openOffice, person } from "./cli/office.ts";
import { buildIfOld, type Spawned, spawnUsersync } from "./cli/spawn-usersync.ts";
import { until } from "./cli/until.ts";

const folder = mkdtempSync(join(tmpdir(), "usersync-e2e-"));
const running: Spawned[] = [];

beforeAll(buildIfOld, 120_000);
afterAll(async () => {
  for (const { process } of running) process.kill("SIGKILL");
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(folder, { recursive: true });
});

/** Leaves a sandbox running and gives the path of its config. */
async function startSandbox(file: string): Promise<string> {
  const config = join(folder, file);
  const sandbox = spawnUsersync(["sandbox", "--out", config]);
  running.push(sandbox);
  await sandbox.says("Ctrl-C stops them");
  return config;
}

// A busy machine starts programs slowly; nothing here waits for a given time.
describe("the program, as it is installed", { timeout: 120_000 }, () => {
  it("shows help without loading what a run needs", async () => {
    const { code, stdout, stderr } = await spawnUsersync(["--help"]).ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: usersync /);
  });

  it("plans, runs, and then has nothing left to do", async () => {
    const config = await startSandbox("run.yaml");

    const planned = await spawnUsersync(["plan", "--config", config, "--detailed-exitcode", "--json"]).ended;
    const ran = await spawnUsersync(["run", "--config", config, "--json"]).ended;
    const again = await spawnUsersync(["plan", "--config", config]).ended;

    expect(statusesOf(planned.stdout)).toContain("planned");
    expect([2, 4]).toContain(planned.code);
    expect(statusesOf(ran.stdout)).toContain("done");
    expect(statusesOf(ran.stdout)).not.toContain("failed");
    expect([0, 4]).toContain(ran.code);
    expect(again.code).toBe(ran.code);
    expect(again.stdout).toMatch(/Nothing to change/);
  });

  it("stays with --cron, and leaves at SIGTERM", async () => {
    const config = await startSandbox("cron.yaml");

    const scheduled = spawnUsersync([
      "run",
      "--cron",
      "* * * * * *",
      "--config",
      config,
      "--json",
      "--log-level",
      "info",
    ]);
    running.push(scheduled);
    await scheduled.says(/Run ended.*Next run at/s);
    scheduled.process.kill("SIGTERM");
    const { code, stdout } = await scheduled.ended;

    const documents = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).format);
    expect(documents[0]).toBe("usersync-plan/1");
    expect([0, 1, 4]).toContain(code);
  });

  it("reports what was written when Ctrl-C comes twice on a terminal", async () => {
    await using office = await openOffice({ people: SIX });
    office.traffic.add({ fault: HANGS, method: "POST", after: 1, times: 100 });
    const writing = spawnOnTerminal(office, ["run", "--json", "--report", "run.html"]);
    await until(() => office.traffic.requests.some(({ method }) => method === "POST"));

    writing.process.kill("SIGINT");
    await writing.says("Stopping: what is under way");
    writing.process.kill("SIGINT");
    const { code, stdout } = await writing.ended;

    expect(code).toBe(3);
    expect(statusesOf(stdout).filter((status) => status === "done")).toHaveLength(1);
    expect(await office.read("run.html")).toMatch(/<\/html>\s*$/);
  });

  it("says that it was stopped when Ctrl-C comes while it reads on a terminal", async () => {
    await using office = await openOffice({ people: SIX });
    office.traffic.add({ fault: HANGS, method: "GET", times: 100 });
    const reading = spawnOnTerminal(office, ["run", "--json"]);
    await reading.says("Reading");

    reading.process.kill("SIGINT");
    const { code, stdout } = await reading.ended;

    expect(code).toBe(1);
    expect(stdout).toMatch(/^\{.*"code": "CANCELED".*\}\n$/s);
  });

  it("says everything that is wrong with a config, and ends with 1", async () => {
    const config = join(folder, "bad.yaml");
    writeFileSync(config, "source: { type: entra }\ntargets: []\n", { mode: 0o600 });

    const { code, stdout, stderr } = await spawnUsersync(["plan", "--config", config]).ended;

    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^✗ .*bad\.yaml has \d problems:\n.*source\.tenantId.*Why {2}.*Fix {2}/s);
  });

  it("does not mind a reader that stops reading", async () => {
    const command = `"${process.execPath}" bin/usersync.js run --help | head -1; echo "code \${PIPESTATUS[0]}"`;

    const text = execFileSync("bash", ["-c", command], {
      cwd: resolve("."),
      encoding: "utf8",
      stdio: "pipe",
    });

    expect(text).toBe("Usage: usersync run [options]\ncode 0\n");
  });

  it("shows the whole thing in the demo", async () => {
    const { code, stdout, stderr } = await spawnUsersync(["demo"]).ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/1\. usersync plan.*2\. usersync run.*3\. usersync plan.*Where to go next:/s);
  });
});

describe("the package", { timeout: 120_000 }, () => {
  it("holds everything that it needs when it is installed elsewhere", async () => {
    const installed = join(folder, "node_modules/usersync");
    mkdirSync(installed, { recursive: true });
    execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], {
      stdio: "pipe",
    });
    const [archive = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    execFileSync("tar", ["-xzf", join(folder, archive), "--strip-components=1", "-C", installed]);
    symlinkSync(resolve("node_modules"), join(installed, "node_modules"));

    const demo = await spawnUsersync(["demo"], { bin: join(installed, "bin/usersync.js"), cwd: folder })
      .ended;
    const script =
      'import("usersync").then(({ sync, loadConfig }) => console.log(typeof sync, typeof loadConfig))';
    const embedded = execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });

    expect(demo).toMatchObject({ code: 0, stderr: "" });
    expect(embedded).toBe("function function\n");
  });
});

const SIX = Array.from({ length: 6 }, (_, at) => person(at, `user${at}`));
const HANGS = { kind: "delay", milliseconds: 600_000 } as const;

/** Makes the program take its stderr for a terminal, with everything that this brings along. */
const ON_TERMINAL = `--import=data:text/javascript,${encodeURIComponent(
  "const still = () => true;" +
    "Object.assign(process.stderr, { isTTY: true, columns: 80, cursorTo: still, clearLine: still, moveCursor: still });",
)}`;

function spawnOnTerminal(office: Office, argv: readonly string[]): Spawned {
  const env = { NODE_OPTIONS: ON_TERMINAL, CROWD_PASSWORD: "correct-horse-battery" };
  const spawned = spawnUsersync(argv, { cwd: office.folder, env });
  running.push(spawned);
  return spawned;
}

function statusesOf(stdout: string): readonly string[] {
  const { targets } = JSON.parse(stdout) as { targets: { operations: { status: string }[] }[] };
  return targets.flatMap(({ operations }) => operations.map(({ status }) => status));
}
