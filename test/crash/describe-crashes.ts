import { describe, expect, it } from "vitest";
import type { DirectoryName } from "../../src/sandbox/servers/servers.ts";
import { buildIfOld } from "../cli/spawn-usersync.ts";
import { type CrashScene, type Moment, openCrashScene } from "./crash-scene.ts";

const WHEN = ["before", "after"] as const;

/**
 * Kills a real process at every step of its journal and at every request that writes, runs again, and
 * demands what an undisturbed run leaves behind: nothing done twice, nothing forgotten.
 *
 * All moments take some minutes: `USERSYNC_CRASHES=all npx vitest run test/crash`.
 */
export function describeCrashes(
  name: string,
  open: {
    readonly directories: readonly DirectoryName[];
    readonly stateUrl?: () => Promise<string>;
    /** Unless all are asked for, every so many-th moment is tried. */
    readonly stride: number;
  },
): void {
  const scene = async () => openCrashScene(open.directories, await open.stateUrl?.());
  const where = open.directories.join(", ");
  const stride = process.env["USERSYNC_CRASHES"] === "all" ? 1 : open.stride;

  describe(`a run into ${where} that is killed, with its state in ${name}`, () => {
    it("leaves nothing that the next run does not put right, wherever it dies", async () => {
      buildIfOld();
      const undisturbed = await undisturbedRun(scene);
      const all = momentsOf(undisturbed);
      const moments = all.filter((_, index) => index % stride === 0);

      const wrong = await inPairs(moments, async (moment) => {
        await using crashed = await scene();
        return (await troubleAfter(crashed, moment, undisturbed)).map(
          (trouble) => `${moment.when} ${moment.at} ${moment.number}: ${trouble}`,
        );
      });

      console.info(`killed at ${moments.length} of ${all.length} moments (${where}, ${name})`);
      expect(all.length).toBeGreaterThan(40);
      expect(wrong).toEqual([]);
    }, 1_800_000);
  });
}

interface Undisturbed {
  readonly steps: number;
  readonly writes: number;
  readonly content: readonly string[];
  readonly links: readonly string[];
}

async function undisturbedRun(open: () => Promise<CrashScene>): Promise<Undisturbed> {
  await using scene = await open();
  const { steps } = await scene.run();
  const writes = scene.writes.length;
  // What was done is remembered at once, and what came of it when it is read again.
  const { targets } = await scene.runAgain();
  expect(targets.flatMap(({ operations }) => operations)).toEqual([]);
  const { links } = await scene.remembered();
  return { steps, writes, content: scene.content(), links };
}

function momentsOf({ steps, writes }: Undisturbed): readonly Moment[] {
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
  return WHEN.flatMap((when) => [
    ...upTo(steps).map((number): Moment => ({ at: "step", number, when })),
    ...upTo(writes).map((number): Moment => ({ at: "write", number, when })),
  ]);
}

async function troubleAfter(
  scene: CrashScene,
  moment: Moment,
  undisturbed: Undisturbed,
): Promise<readonly string[]> {
  const { killed } = await scene.run(moment);
  const plan = await scene.runAgain();
  const third = await scene.runAgain();
  const { outcomes, open, unknown, links } = await scene.remembered();
  const failed = plan.targets
    .flatMap(({ operations }) => operations)
    .filter(({ status }) => status !== "done");
  const twice = scene.writes.filter(
    (write, index) => !REPEATABLE.test(write) && scene.writes.indexOf(write) !== index,
  );
  const same = (one: readonly string[], other: readonly string[]) => one.join("\n") === other.join("\n");
  return [
    ...(killed ? [] : ["it was not killed"]),
    ...(failed.length === 0 ? [] : [`the next run failed at ${failed.map(({ id }) => id)}`]),
    ...(third.targets.every(({ operations }) => operations.length === 0) ? [] : ["a third run has work"]),
    ...(same(scene.content(), undisturbed.content) ? [] : ["the directory differs"]),
    ...(same(links, undisturbed.links) ? [] : ["the links differ"]),
    ...(twice.length === 0 ? [] : [`written twice: ${twice}`]),
    // One operation of each may be half done, where it takes two requests: then nobody can say more.
    ...(open === 0 && unknown <= third.targets.length
      ? []
      : [`${open} entries are open, ${unknown} unknown`]),
    ...(outcomes.includes("running") ? ["a run still counts as running"] : []),
  ];
}

/**
 * What is told once more after a run that died, and why that is meant. Bitbucket: a password that may stand in
 * a log is replaced until it is certain that it was; and who is disabled loses all that is written down as
 * taken, whatever part of it is gone already. Confluence never tells an e-mail, so nobody can know that it was
 * written, and the same one is written again.
 */
const REPEATABLE =
  /^bitbucket: (?:PUT .*\/credentials|POST .*\/remove-group|DELETE .*\/permissions\/users)\b|^confluence: PUT .*"email":/;

/** As many at a time as there are cores to expect. */
async function inPairs<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) results.push(...(await work(item)));
  };
  await Promise.all([worker(), worker()]);
  return results;
}
