import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { explain } from "../../src/cli/commands/explain.ts";
import { init } from "../../src/cli/commands/init.ts";
import { sandbox } from "../../src/cli/commands/sandbox.ts";
import { assertWritable } from "../../src/cli/print/output-file.ts";
import { runProgram } from "../../src/cli/program.ts";
import { assertSchedule } from "../../src/cli/runs/next-run.ts";
import { runCycles } from "../../src/cli/runs/run-cycles.ts";
import { chooseTargets } from "../../src/cli/runs/run-sync.ts";
import { openSession } from "../../src/cli/session.ts";
import { askStarter } from "../../src/cli/starter/ask-starter.ts";
import { whileListening } from "../../src/cli/world/stop-signals.ts";
import type { TargetConfig } from "../../src/config/config.ts";
import { type FakeWorldOptions, fakeWorld } from "../cli/fake-world.ts";
import { cloudConfig } from "../support/cloud-config.ts";
import { sourceId } from "../support/people.ts";
import { type Provocations, workshop } from "./provoke.ts";

const CONFIG = `source: { type: file, path: people.json }
targets:
  - { name: crowd, type: crowd, url: "http://127.0.0.1:1/crowd", application: usersync, password: correct-horse }
`;

const sessionIn = (options: FakeWorldOptions) => openSession(fakeWorld(options).world);
const argued =
  (...argv: readonly string[]) =>
  () =>
    runProgram(sessionIn({ argv }));
const targets: readonly TargetConfig[] = [cloudConfig(), cloudConfig({ name: "staging" })];

export const CLI_ERRORS: Provocations = {
  "an unknown command": argued("pln"),
  "an unknown option": argued("plan", "--ouput", "plan.json"),
  "an option that is none of the choices": argued("plan", "--format", "pdf"),
  "no value after an option": argued("plan", "--out"),
  "an exit code of a preview, asked of a run": argued("run", "--detailed-exitcode"),
  "a target that is not there": () => chooseTargets(targets, ["jira"]),
  "a target with a letter missing": () => chooseTargets(targets, ["stagin"]),
  "a schedule that is none": () => assertSchedule({ cron: "61 * * * *", jitter: 0 }, 0),
  "a schedule that never comes due": () => assertSchedule({ cron: "0 0 31 2 *", jitter: 0 }, 0),
  "no schedule to follow": async () => {
    const config = join(workshop(), "no-schedule.yaml");
    await writeFile(config, CONFIG, { mode: 0o600 });
    return await runCycles(sessionIn({ cwd: workshop() }), { config, cron: true, only: [] } as never);
  },
  "a name that nobody has on any side": async () => {
    const config = join(workshop(), "explain.yaml");
    await writeFile(config, CONFIG.replace("people.json", "staff.json"), { mode: 0o600 });
    const ada = { id: sourceId("ada"), userPrincipalName: "ada@example.com", accountEnabled: true };
    await writeFile(join(workshop(), "staff.json"), JSON.stringify({ users: [ada] }));
    return await explain(sessionIn({ cwd: workshop() }), "adda@example.com", { config, only: [] });
  },
  "a report with an unknown placeholder": argued("run", "--report", "run-{day}.html"),
  "a report that cannot be written": () => assertWritable("reports/run.html", "/srv/usersync-absent"),
  "a starter config that exists": async () => {
    await writeFile(join(workshop(), "taken.yaml"), "");
    return await init(sessionIn({ cwd: workshop() }), { target: [], out: "taken.yaml" });
  },
  "answers that no config can have": () =>
    init(sessionIn({ cwd: workshop() }), {
      target: [],
      out: "new.yaml",
      tenantId: "contoso inc",
      crowdUrl: "crowd",
    }),
  "an option of a directory that is not wanted": () =>
    init(sessionIn({ cwd: workshop() }), { target: ["crowd"], out: "new.yaml", directoryId: "a-b" }),
  "a starter config that cannot be written": () =>
    init(sessionIn({ cwd: "/srv/usersync-absent" }), { target: [], out: "usersync.config.yaml" }),
  "questions that are broken off": () => {
    const { world } = fakeWorld({ tty: true });
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    stdin.write("\u0003");
    return askStarter({ targets: [] }, { ...world, stdin });
  },
  "ports that cannot be had": () => sandbox(sessionIn({}), { port: 65_536 }),
  "a signal to stop": () => {
    const outside = fakeWorld();
    return whileListening(openSession(outside.world), async ({ now }) => {
      outside.signal("SIGTERM");
      now.throwIfAborted();
    });
  },
};
