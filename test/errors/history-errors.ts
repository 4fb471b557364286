import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { chainName } from "../../src/audit/open-audit.ts";
import { assertNoOther, chooseAccount } from "../../src/cli/find/choose-account.ts";
import { chooseGroups } from "../../src/cli/find/choose-groups.ts";
import { chooseKept } from "../../src/cli/find/choose-kept.ts";
import { findPerson } from "../../src/cli/find/find-person.ts";
import { confirm } from "../../src/cli/print/confirm.ts";
import { runProgram } from "../../src/cli/program.ts";
import { chooseOneTarget } from "../../src/cli/runs/run-sync.ts";
import { openSession } from "../../src/cli/session.ts";
import { withAllowances } from "../../src/cli/settings/allowances.ts";
import { assertState } from "../../src/cli/settings/assert-state.ts";
import type { Config, TargetConfig } from "../../src/config/config.ts";
import type { Plan } from "../../src/model/plan.ts";
import { frame } from "../../src/plan/frame.ts";
import type { Source } from "../../src/source/source.ts";
import { openState } from "../../src/state/open-state.ts";
import type { RunTarget } from "../../src/state/state.ts";
import type { ComparedSides, SyncTarget } from "../../src/sync.ts";
import { fakeWorld } from "../cli/fake-world.ts";
import { cloudConfig } from "../support/cloud-config.ts";
import { instantClock } from "../support/instant-clock.ts";
import { account, directory, sourceId } from "../support/people.ts";
import { type Provocations, workshop } from "./provoke.ts";

const targets: readonly TargetConfig[] = [cloudConfig(), cloudConfig({ name: "staging" })];
const allowing = (allow: string) => () => withAllowances({ targets } as unknown as Config, [allow]);

const crowd = {
  config: { name: "crowd", protect: { users: ["admin"], groups: [] } },
} as unknown as SyncTarget;
const twins = directory([account("Ada"), account("ADA"), account("admin")]);

/** Runs a command in a folder with a config of one directory that nobody is to reach. */
const inFolder =
  (name: string, more: string, ...argv: readonly string[]) =>
  async () => {
    const file = join(workshop(), `${name}.yaml`);
    await writeFile(join(workshop(), "people.json"), JSON.stringify({ users: [], groups: [] }));
    await writeFile(file, configText(name, more), { mode: 0o600 });
    const { world } = fakeWorld({ argv: [...argv, "--config", file], cwd: workshop() });
    return runProgram(openSession(world));
  };

function configText(name: string, more: string): string {
  return `source: { type: file, path: people.json }
targets:
  - { name: crowd, type: crowd, url: "http://127.0.0.1:1/crowd", application: usersync, password: correct-horse }
state: { url: "file:${name}.db" }
${more}`;
}

/** A state in which a run stands that was about another directory. */
async function otherRun(name: string): Promise<void> {
  const config = { type: "file", path: join(workshop(), `${name}.db`) } as const;
  const state = await openState(config, { clock: instantClock(), version: "0.1.0" });
  const lock = await state.lock(["elsewhere"], { who: "ops", host: "build-7", pid: 1, kind: "run" });
  const news = { learned: [], missing: [] };
  const target: RunTarget = { name: "old", type: "crowd", directory: "elsewhere", news, settled: [] };
  const who = { who: "ops", host: "build-7", version: "0.1.0", configDigest: "" };
  const log = await state.begin({
    ...who,
    kind: "run",
    trigger: "terminal",
    startedAt: new Date(0),
    targets: [target],
  });
  await log.end({ endedAt: new Date(0), exitCode: 0 });
  await lock.release();
  await state.close();
}

/** A preview in which this group waits to be taken over, and another is never taken over. */
function waiting(name: string): Plan {
  const group = { name, targetId: name };
  const sources = [{ id: `id-${name}`, name: `atl-${name}` }];
  const adoption = { id: `crowd:adopt-group:${name}`, kind: "adopt-group", group, sources } as const;
  const operations = [{ ...adoption, reason: "exists-in-target", status: "planned" } as const];
  const reason = "was here before usersync, and is left alone (mapping.groups[0])";
  const unmade = "does not exist, and operations.createGroups is off";
  const notes = [
    { kind: "unmanaged", subject: "HR", reason },
    { kind: "protected", subject: "admins", reason: "protect.groups" },
    { kind: "switched-off", subject: "lab", reason: unmade },
  ] as const;
  const target = {
    ...frame({ accounts: [], groups: [] }, { name: "crowd", type: "crowd" }),
    operations,
    notes,
  };
  return { createdAt: new Date(0), complete: true, targets: [target] };
}

/** What was compared, of which one group is kept, one is anybody's, one is new, and one is only added to. */
const sides = new Map([
  [
    "crowd",
    {
      desired: {
        groups: [
          { name: "web", sources: [{ id: "1", name: "web" }] },
          { name: "new", sources: [{ id: "2", name: "new" }] },
          { name: "sales", sources: [{ id: "3", name: "sales" }], keeps: "mapping.groups[0]" },
        ],
      },
      current: { groups: [{ name: "web" }, { name: "sales" }], groupNames: ["web", "sales", "chess"] },
      rules: { kept: [{ name: "web", sources: [], how: "created" }] },
    } as unknown as ComparedSides,
  ],
]);

export const HISTORY_ERRORS: Provocations = {
  "a limit that there is not": allowing("disabled=50"),
  "a value after a limit that has none": allowing("emptyGroup=50"),
  "a limit without its value": allowing("disable"),
  "an allowance for every run of a schedule": () =>
    runProgram(openSession(fakeWorld({ argv: ["run", "--cron", "--allow", "disable=5"] }).world)),
  "a command that needs a state": () => assertState({ state: { type: "none" } } as Config),
  "an account that is not there": () => chooseAccount(twins, "grace", crowd),
  "an account that could be several": () => chooseAccount(twins, "ada", crowd),
  "an account that is protected": () => chooseAccount(twins, "admin", crowd),
  "a group that does not wait to be taken over": () => chooseGroups(["ops"], waiting("dev"), new Map()),
  "a group by its name in Entra": () => chooseGroups(["atl-dev"], waiting("dev"), new Map()),
  "a group that is kept already": () => chooseGroups(["web"], waiting("dev"), sides),
  "a group that no group of Entra fills": () => chooseGroups(["chess"], waiting("dev"), sides),
  "a group that the next run makes": () => chooseGroups(["new"], waiting("dev"), sides),
  "a group that may not be made": () => chooseGroups(["lab"], waiting("dev"), sides),
  "a group that is only added to": () => chooseGroups(["sales"], waiting("dev"), sides),
  "a group that is protected": () => chooseGroups(["admins"], waiting("dev"), sides),
  "names of groups beside --every": () =>
    runProgram(openSession(fakeWorld({ argv: ["adopt", "dev", "ops", "--every"] }).world)),
  "no group to let go": () => chooseKept([], []),
  "a group that is not kept": () => chooseKept(["ops"], []),
  "a group with a letter too many": () => chooseGroups(["devs"], waiting("dev"), new Map()),
  "a group that the config never takes over": () => chooseGroups(["hr"], waiting("dev"), new Map()),
  "a person who has another account": () =>
    assertNoOther(twins, account("grace"), { person: sourceId("Ada"), target: "crowd" }),
  "one target of several, not named": () => chooseOneTarget(targets, undefined),
  "one target with a letter missing": () => chooseOneTarget(targets, "stagin"),
  "nobody to ask": () =>
    confirm(openSession(fakeWorld().world), { question: "Do it?", yes: false, json: false }),
  "a question that is broken off": () => {
    const { world } = fakeWorld({ tty: true });
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    stdin.write("\u0003");
    return confirm(openSession({ ...world, stdin }), { question: "Do it?", yes: false, json: false });
  },
  "no number of a run": inFolder("number", "", "history", "twelve"),
  "a run that is not in the history": inFolder("unknown", "", "history", "12"),
  "two questions at once": inFolder("two", "", "history", "12", "--verify"),
  "no audit file to verify": inFolder("no-audit", "", "history", "--verify"),
  "an audit file that was edited": async () => {
    await writeFile(join(workshop(), "edited.jsonl"), "edited\n");
    return inFolder("audited", 'audit: { file: "edited.jsonl" }\n', "history", "--verify")();
  },
  "an audit file that is not there any more": async () => {
    const config = { type: "file", path: join(workshop(), "deleted.db") } as const;
    const state = await openState(config, { clock: instantClock(), version: "0.1.0" });
    const { file, host } = { file: join(workshop(), "deleted.jsonl"), host: fakeWorld().world.host.name };
    await state.audit.extend(chainName(host, file), async () => ({ lines: 38, hash: "ab".repeat(32) }));
    await state.close();
    return inFolder("deleted", 'audit: { file: "deleted.jsonl" }\n', "history", "--verify")();
  },
  "an older audit file that is not there": inFolder(
    "older",
    'audit: { file: "older-audit.jsonl" }\n',
    ...["history", "--verify", "moved.jsonl"],
  ),
  "a plan file that is not there": inFolder("apply", "", "apply", "missing.json"),
  "a person whom the source does not have": () =>
    findPerson(
      { find: async () => undefined } as unknown as Source,
      "grace@example.com",
      AbortSignal.any([]),
    ),
  "a run that was about other directories": async () => {
    await otherRun("elsewhere");
    return inFolder("elsewhere", "", "undo", "1")();
  },
};
