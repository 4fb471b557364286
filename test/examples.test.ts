import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { main } from "../src/cli/main.ts";
import { type Company, demoCompany } from "../src/sandbox/company.ts";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";
import { fakeWorld, jumpingClock } from "./cli/fake-world.ts";
import { type SignInServer, startSignInServer } from "./support/sign-in-server.ts";
import { complaintAbout, type Invocation, invocationsIn } from "./support/usersync-commands.ts";

const EXAMPLES = resolve(import.meta.dirname, "../examples");
const NOBODY: Company = { tenant: demoCompany().tenant };

interface Example {
  /** What the servers hold. */
  readonly company: Company;
  /** What its plan is called, and how it is asked for. */
  readonly plans: Readonly<Record<string, Invocation>>;
}

const PLAN = { "expected-plan.txt": ["plan"] };

/** Every folder of `examples/` has a line here. */
const TABLE: Readonly<Record<string, Example>> = {
  "all-directories": { company: demoCompany(), plans: PLAN },
  "cron-linux": { company: demoCompany(), plans: PLAN },
  "github-actions": {
    company: demoCompany(),
    plans: { ...PLAN, "expected-comment.md": ["plan", "--format", "markdown"] },
  },
  "scope-rules": {
    company: {
      ...NOBODY,
      crowd: {
        users: [
          { name: "admin", displayName: "Local administrator" },
          { name: "barbara.liskov", displayName: "Barbara Liskov", email: "barbara.liskov@example.com" },
          {
            name: "carl.sagan",
            displayName: "Carl Sagan",
            email: "carl.sagan@example.com",
            attributes: { "usersync.sourceId": ["5c0be000-7a11-4c1d-9a2e-000000000003"] },
          },
        ],
        groups: [],
      },
    },
    plans: { ...PLAN, "expected-scope.txt": ["scope"] },
  },
  "username-transforms": { company: NOBODY, plans: PLAN },
  "file-source": {
    company: {
      ...NOBODY,
      crowd: {
        users: [
          { name: "admin", displayName: "Local administrator" },
          { name: "grace.hopper", displayName: "Grace Hopper", email: "grace.hopper@example.com" },
          { name: "kjohnson", displayName: "Katherine Johnson", email: "katherine.johnson@example.com" },
          { name: "svc-build", displayName: "Build server" },
        ],
        groups: [{ name: "developers", members: ["grace.hopper", "svc-build"] }],
      },
    },
    plans: PLAN,
  },
};

/** The variables that an example's config refers to, with the servers' own values. */
function environment({ graph, cloud, crowd, jira, confluence, bitbucket }: Sandbox, signIn: SignInServer) {
  return {
    ENTRA_TENANT_ID: demoCompany().tenant.id,
    ENTRA_CLIENT_ID: "66666666-7777-8888-9999-000000000000",
    ENTRA_AUTHORITY: signIn.url,
    ENTRA_CERTIFICATE: signIn.certificateFile,
    ENTRA_TOKEN_FILE: signIn.tokenFile,
    CA_FILE: signIn.caFile,
    GRAPH_URL: graph.url,
    ATLASSIAN_URL: cloud.url,
    ATLASSIAN_DIRECTORY_ID: cloud.directoryId,
    ATLASSIAN_SCIM_TOKEN: cloud.token,
    CROWD_URL: crowd.url,
    CROWD_APPLICATION_PASSWORD: crowd.password,
    JIRA_URL: jira.url,
    JIRA_TOKEN: jira.token,
    CONFLUENCE_URL: confluence.url,
    CONFLUENCE_TOKEN: confluence.token,
    BITBUCKET_URL: bitbucket.url,
    BITBUCKET_PASSWORD: bitbucket.password,
    STATE_URL: "file:.usersync/state.db",
  };
}

interface Scene extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly signIn: SignInServer;
  /** Runs usersync in a copy of an example's folder, which keeps its state until the scene ends. */
  run(
    folder: string,
    argv: Invocation,
    env?: Record<string, string>,
  ): Promise<{ code: number; stdout: string; stderr: string }>;
}

async function openScene(company: Company): Promise<Scene> {
  const sandbox = await startSandbox({ company });
  const signIn = await startSignInServer(sandbox.graph.token);
  const examples = await mkdtemp(join(tmpdir(), "usersync-examples-"));
  await cp(EXAMPLES, examples, { recursive: true });
  return {
    sandbox,
    signIn,
    async run(folder, argv, env = {}) {
      const outside = fakeWorld({
        argv,
        cwd: join(examples, folder),
        env: { ...environment(sandbox, signIn), ...env },
        clock: jumpingClock(Date.now()),
      });
      const code = await main(outside.world);
      return { code, stdout: outside.stdout(), stderr: outside.stderr() };
    },
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await signIn[Symbol.asyncDispose]();
      await rm(examples, { recursive: true });
    },
  };
}

/** The variables of a config that have no default. */
function variablesOf(config: string): readonly string[] {
  const names = [...config.replaceAll(/(?<=^|\s)#.*/gm, "").matchAll(/\$\{(\w+)\}/g)].map(
    ([, name = ""]) => name,
  );
  expect(names).not.toEqual([]);
  return names;
}

const textOf = (...path: string[]) => readFile(join(EXAMPLES, ...path), "utf8");

/** The directories of most examples are in use, and what earlier runs remembered is not here. */
const LINKED_BEFORE = /^(?:[^\n]*There is no state in [^\n]*\n)?$/;

describe("examples", () => {
  it("are all tested here, and complete", async () => {
    const folders = (await readdir(EXAMPLES, { withFileTypes: true })).filter((entry) => entry.isDirectory());

    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(TABLE).sort());
    for (const { name } of folders) {
      expect(await readdir(join(EXAMPLES, name))).toEqual(
        expect.arrayContaining(["README.md", "usersync.config.yaml", "expected-plan.txt"]),
      );
    }
  });

  describe.each(Object.entries(TABLE))("%s", (folder, { company, plans }) => {
    it("gives the plan that stands beside it", async () => {
      await using scene = await openScene(company);

      for (const [file, argv] of Object.entries(plans)) {
        const { code, stdout, stderr } = await scene.run(folder, argv);

        expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(LINKED_BEFORE) });
        await expect(stdout).toMatchFileSnapshot(join(EXAMPLES, folder, file));
      }
    });

    it("passes the check, runs, and then has nothing left to do", async () => {
      await using scene = await openScene(company);

      const check = await scene.run(folder, ["check"]);
      const run = await scene.run(folder, ["run", "--log-level", "warn"]);
      const plan = await scene.run(folder, ["plan", "--detailed-exitcode"]);

      expect([check.code, run.code, plan.code]).toEqual([0, 0, 0]);
      expect(plan.stdout).toMatch(/No changes\. Everything is in step\.\n$/);
    });
  });
});

describe("examples/cron-linux", () => {
  it("calls usersync as it wants to be called", async () => {
    const invocations = invocationsIn(await textOf("cron-linux", "usersync-run.sh"));

    expect(invocations).toHaveLength(1);
    for (const argv of invocations) expect(await complaintAbout(argv.slice(0, -1))).toBe("");
  });

  it.each(["usersync.service", "usersync.cron"])("starts the script in %s", async (file) => {
    expect(await textOf("cron-linux", file)).toContain("/opt/usersync/usersync-run.sh");
  });

  it("names a report after the time of its run, and deletes old ones", async () => {
    const folder = await mkdtemp(join(tmpdir(), "usersync-reports-"));
    const [old, recent] = [join(folder, "old.html"), join(folder, "recent.html")];
    await Promise.all([writeFile(old, ""), writeFile(recent, "")]);
    await utimes(old, 0, 0);

    const script = (await textOf("cron-linux", "usersync-run.sh"))
      .replaceAll("/var/log/usersync", folder)
      .replaceAll("/opt/usersync/node_modules/.bin/usersync", "echo");
    const { stdout } = await promisify(execFile)("sh", ["-c", script, "sh", "--log-level", "warn"]);
    const left = await readdir(folder);
    await rm(folder, { recursive: true });

    expect(stdout).toMatch(/ --report \d{4}-\d\d-\d\dT\d{6}Z\.html --log-level warn\n$/);
    expect(left).toEqual(["recent.html"]);
  });

  it("sets every variable that the config needs", async () => {
    const set = await textOf("cron-linux", "environment");

    for (const name of variablesOf(await textOf("cron-linux", "usersync.config.yaml"))) {
      expect(set).toMatch(new RegExp(`^${name}=`, "m"));
    }
  });

  it("signs in with the certificate, without a secret", async () => {
    await using scene = await openScene(demoCompany());

    await scene.run("cron-linux", ["plan"]);

    expect(scene.signIn.requests).toHaveLength(1);
    expect(scene.signIn.requests[0]?.has("client_secret")).toBe(false);
  });
});

describe("examples/github-actions", () => {
  interface Step {
    readonly uses?: string;
    readonly run?: string;
  }
  interface Workflow {
    readonly permissions: object;
    readonly jobs: Readonly<
      Record<string, { readonly permissions: object; readonly steps: readonly Step[] }>
    >;
  }
  const workflow = async () => parse(await textOf("github-actions", "usersync.yml")) as Workflow;
  const steps = async () => Object.values((await workflow()).jobs).flatMap((job) => job.steps);

  it("calls usersync as it wants to be called", async () => {
    const invocations = (await steps()).flatMap(({ run = "" }) => invocationsIn(run));

    expect(invocations.map(([command]) => command)).toEqual(["plan", "run"]);
    for (const argv of invocations) expect(await complaintAbout(argv)).toBe("");
  });

  it("pins every action to a commit, and says its version", async () => {
    const text = await textOf("github-actions", "usersync.yml");
    const uses = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action);

    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("gives each job the permissions that it needs, and nothing by default", async () => {
    const { permissions, jobs } = await workflow();

    expect(permissions).toEqual({});
    expect(jobs["plan"]?.permissions).toEqual({
      contents: "read",
      "id-token": "write",
      "pull-requests": "write",
    });
    expect(jobs["run"]?.permissions).toEqual({ contents: "read", "id-token": "write" });
  });

  it("sets every variable that the config needs", async () => {
    const set = await textOf("github-actions", "usersync.yml");

    for (const name of variablesOf(await textOf("github-actions", "usersync.config.yaml"))) {
      expect(set).toContain(`${name}: \${{`);
    }
  });
});

describe("examples/file-source", () => {
  it("exports what the file source reads: the same plan as from Microsoft Graph", async () => {
    await using scene = await openScene(demoCompany());
    const folder = await mkdtemp(join(tmpdir(), "usersync-export-"));
    const file = join(folder, "people.json");

    const script = join(EXAMPLES, "file-source/export-people.js");
    const exporting = promisify(execFile)(process.execPath, [script, file, "atl-", scene.sandbox.graph.url]);
    exporting.child.stdin?.end(scene.sandbox.graph.token);
    const exported = await exporting;
    const fromFile = await scene.run("file-source", ["plan", "--json"], { PEOPLE_FILE: file });
    const fromGraph = await scene.run("cron-linux", ["plan", "--json"]);
    await rm(folder, { recursive: true });

    expect(exported.stdout).toMatch(/people\.json: \d+ users, 6 groups/);
    expect(operationsOf(fromFile.stdout)).toEqual(operationsOf(fromGraph.stdout));
  });

  function operationsOf(json: string): unknown {
    const { targets } = JSON.parse(json) as { targets: { operations: object[] }[] };
    const operations = targets.flatMap((target) => target.operations);
    expect(operations.length).toBeGreaterThan(20);
    return operations;
  }
});
