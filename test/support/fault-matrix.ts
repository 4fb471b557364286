import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UsersyncError } from "../../src/errors.ts";
import type { OperationKind } from "../../src/model/operation.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { Traffic } from "../../src/sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { DirectoryName } from "../../src/sandbox/servers/servers.ts";
import { openState } from "../../src/state/open-state.ts";
import type { State } from "../../src/state/state.ts";
import { contentOf } from "./directory-contents.ts";
import { type Case, COLUMNS, LONG, SHORT, strike } from "./fault-columns.ts";
import { instantClock } from "./instant-clock.ts";
import { NO_RECORDING } from "./no-recording.ts";
import { oneByOne } from "./one-by-one.ts";
import { rememberTinyLinks } from "./remember-tiny-links.ts";
import { memoryOf } from "./state-memory.ts";
import { describePlan, syncWith } from "./sync-sandbox.ts";
import { tinyCompany } from "./tiny-company.ts";
import { unsaid } from "./unsaid.ts";

/** What every directory does in the undisturbed run. */
export const KINDS: readonly OperationKind[] = [
  ...(["adopt-group", "create-group", "import", "link", "enable", "update"] as const),
  ...(["add-member", "remove-member", "disable"] as const),
];

/** Several questions at once. */
const BATCH = "/v1.0/$batch";

/** Which runs are disturbed, and how one sees what came of it. */
export interface FaultMatrix<Name extends DirectoryName> {
  readonly directories: readonly Name[];
  /** Whose requests meet faults, with the methods by which they write: all of them must occur. */
  readonly servers: readonly { readonly name: "graph" | Name; readonly writes: readonly string[] }[];
  /** Operations that the undisturbed run must have. */
  readonly kinds: readonly OperationKind[];
  /** Unless all are asked for, each column takes every so many-th request, others in each column. */
  readonly stride: number;
}

/** Servers with a small company, and a state that remembers the runs of one case. */
interface Scene<Name extends DirectoryName> extends AsyncDisposable {
  readonly sandbox: Sandbox<Name>;
  readonly state: State;
}

interface Undisturbed {
  readonly content: string;
  readonly memory: readonly string[];
  readonly untouched: string;
  readonly kinds: ReadonlySet<OperationKind>;
  readonly requests: Readonly<Record<string, Traffic["requests"]>>;
}

/**
 * Every request of a run meets every fault, in a case of its own. Then everything is right or said to be
 * wrong, a second run heals it, and a third has nothing to do.
 *
 * The whole matrix takes many minutes: `USERSYNC_FAULT_MATRIX=all`.
 */
export function describeFaultMatrix<Name extends DirectoryName>(matrix: FaultMatrix<Name>): void {
  const { directories, servers } = matrix;
  const stride = process.env["USERSYNC_FAULT_MATRIX"] === "all" ? 1 : matrix.stride;
  const counted = { cases: 0, possible: 0 };
  let calm: Undisturbed;

  beforeAll(async () => {
    calm = await undisturbedRun(matrix);
  });
  afterAll(() => {
    const { cases, possible } = counted;
    process.stdout.write(
      `fault matrix, ${directories.join(" and ")}: ${cases} of ${possible} cases, each a run with a fault and two after it\n`,
    );
  });

  describe.each(servers)("a fault of $name", ({ name, writes }) => {
    it("can meet every kind of operation", () => {
      const changing = (calm.requests[name] ?? []).filter(
        ({ method, path }) => method !== "GET" && path !== BATCH,
      );

      expect(new Set(changing.map(({ method }) => method))).toEqual(new Set(writes));
      expect(calm.kinds).toEqual(new Set(matrix.kinds));
    });

    it.each(COLUMNS)(
      "$fault, $how: all is right or said, and the next run heals it",
      async ({ fault, how }) => {
        const column = COLUMNS.findIndex((one) => one.fault === fault && one.how === how);
        const problems: string[] = [];
        for (const [place, request] of (calm.requests[name] ?? []).entries()) {
          counted.possible += 1;
          if ((place + column) % stride !== 0) continue;
          counted.cases += 1;
          for (const problem of await disturb({ server: name, fault, how, place, request }, calm, matrix)) {
            problems.push(`request ${place}, ${request.method} ${request.path}: ${problem}`);
          }
        }

        expect(problems).toEqual([]);
      },
      600_000,
    );
  });
}

async function undisturbedRun<Name extends DirectoryName>(matrix: FaultMatrix<Name>): Promise<Undisturbed> {
  await using opened = await open(matrix);
  const { sandbox, state } = opened;
  const untouched = contentOf(sandbox).join("\n");
  const plan = await run(opened);
  expect(describePlan(plan).filter((line) => !line.endsWith(": done"))).toEqual([]);
  const requests = matrix.servers.map(({ name }) => {
    const { requests, batched } = sandbox[name].traffic;
    return [name, [...requests, ...batched]] as const;
  });
  // What it has done it remembers at once, and what came of that when it reads again.
  expect(describePlan(await run(opened))).toEqual([]);
  return {
    untouched,
    content: contentOf(sandbox).join("\n"),
    memory: await memoryOf(state, matrix.directories),
    kinds: new Set(plan.targets.flatMap(({ operations }) => operations.map(({ kind }) => kind))),
    requests: Object.fromEntries(requests),
  };
}

/** What is wrong after a run with the fault; nothing, as it should be. */
async function disturb<Name extends DirectoryName>(
  one: Case & { readonly server: "graph" | Name },
  calm: Undisturbed,
  matrix: FaultMatrix<Name>,
): Promise<readonly string[]> {
  await using opened = await open(matrix);
  const { sandbox, state } = opened;
  strike(sandbox[one.server].traffic, one);
  const timeout = one.fault.startsWith("delay") ? SHORT : LONG;
  const outcome = await run(opened, { timeout }).catch((error: unknown) => error);
  const content = contentOf(sandbox).join("\n");
  for (const { name } of matrix.servers) sandbox[name].traffic.clear();

  const next = await run(opened);
  const healed = contentOf(sandbox).join("\n");
  const last = await run(opened);
  const memory = await memoryOf(state, matrix.directories);

  return [
    ...(outcome instanceof UsersyncError
      ? unwritten(outcome, content, calm)
      : unsaid(outcome as Plan, next, { ...one, content, calm: calm.content })),
    ...describePlan(next).filter((line) => !line.endsWith(": done")),
    ...(healed === calm.content ? [] : [`the next run does not heal it: ${healed}`]),
    ...memory.filter((line) => !calm.memory.includes(line)).map((line) => `is remembered: ${line}`),
    ...calm.memory.filter((line) => !memory.includes(line)).map((line) => `is not remembered: ${line}`),
    ...describePlan(last).map((line) => `is still open after the next run: ${line}`),
  ];
}

/** The source could not be read: nothing may have been written anywhere. */
function unwritten({ message }: UsersyncError, content: string, calm: Undisturbed): readonly string[] {
  return content === calm.untouched ? [] : [`ended with "${message}", and yet something was written`];
}

async function open<Name extends DirectoryName>(matrix: FaultMatrix<Name>): Promise<Scene<Name>> {
  const folder = mkdtempSync(join(tmpdir(), "usersync-faults-"));
  const sandbox = await startSandbox({ directories: matrix.directories, company: tinyCompany() });
  const file = { type: "file", path: join(folder, "state.db") } as const;
  const state = await openState(file, { clock: instantClock(), version: "0.1.0" });
  await rememberTinyLinks(state, sandbox);
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

function run<Name extends DirectoryName>(
  { sandbox, state }: Scene<Name>,
  { timeout = LONG } = {},
): Promise<Plan> {
  const recording = { ...NO_RECORDING, state };
  return syncWith(sandbox.configText, {
    dryRun: false,
    recording,
    adjust: (config) => oneByOne(config, timeout),
  });
}
