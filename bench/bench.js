// npm run bench: what a run costs, against what it has to cost.
//
//   npm run bench -- [--users 1000,10000,100000] [--targets cloud,crowd,jira,confluence,bitbucket]
//                    [--scenarios no-op,import] [--latency ms] [--concurrency n] [--groups 200] [--members 50]
//   npm run bench -- --users 100000 --groups 5000 --memberships 1000000 --targets cloud,crowd --scenarios no-op
//
// With --memberships a fifth of the groups are in others, up to four levels deep, and all groups have about so many
// members with those of the groups in them. Each case then follows one with a tenth of everything, to show how cost
// grows.
// The servers run in a process of their own and answer after a fixed latency. For each case the floor runs
// first, a bare program that fetches the same pages; so the servers have made each page before usersync, in a
// process of its own too, asks for it.
// Runs without changes and their floors are over in seconds below 100,000 users, where chance weighs: of three
// runs the one with the median CPU counts.
// Each case runs with a state and without one; the figures are those with it, and what it adds stands last.
// "start" is the time until the first request, "wall" from there to the end of the process.
// The bound on the wall time rests on the latency that a bare client sees at that concurrency here.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { TARGETS } from "./bounds.js";
import { membersFor } from "./group-sizes.js";
import { measure } from "./measure.js";
import { growth, HEADINGS, REMARKS, row } from "./table.js";

const { values } = parseArgs({
  options: {
    users: { type: "string", default: "1000,10000,100000" },
    targets: { type: "string", default: TARGETS.join(",") },
    scenarios: { type: "string", default: "no-op,import" },
    latency: { type: "string" },
    concurrency: { type: "string" },
    groups: { type: "string", default: "200" },
    members: { type: "string", default: "50" },
    memberships: { type: "string" },
  },
});

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

/** The sizes of one case, and of a tenth of it where it is about how cost grows. */
function sizesOf(users) {
  const groups = Number(values.groups);
  if (values.memberships === undefined) return [{ users, groups, membersPerGroup: Number(values.members) }];
  return [10, 1].map((part) => {
    const [few, some, all] = [users, groups, Number(values.memberships)].map((one) => Math.ceil(one / part));
    const membersPerGroup = membersFor({ users: few, groups: some, memberships: all });
    return { users: few, groups: some, membersPerGroup, nested: true };
  });
}

function* cases() {
  for (const scenario of values.scenarios.split(",")) {
    for (const target of values.targets.split(",")) {
      for (const users of values.users.split(",").map(Number)) {
        yield sizesOf(users).map((size) => ({ ...size, target, scenario, ...speedOf(scenario, size.users) }));
      }
    }
  }
}

const print = (cells) => console.log(`| ${cells.join(" | ")} |`);

const folder = mkdtempSync(join(tmpdir(), "usersync-bench-"));
try {
  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`;
  console.log(`${machine}\n`);
  print(HEADINGS);
  print(HEADINGS.map((_, index) => (index === 0 ? "---" : "---:")));
  const growths = [];
  for (const sizes of cases()) {
    const measured = [];
    for (const size of sizes) {
      measured.push(await measure(size, folder));
      print(row(measured.at(-1)));
    }
    if (measured.length === 2) growths.push(growth(...measured));
  }
  console.log(["", ...growths, "", ...REMARKS].join("\n"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
