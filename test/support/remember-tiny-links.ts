import type { RecordedLink } from "../../src/model/recorded.ts";
import { findUser as findBitbucketUser } from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import { findUser as findConfluenceUser } from "../../src/sandbox/confluence/confluence-state.ts";
import { findUser as findJiraUser } from "../../src/sandbox/jira/jira-state.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { DirectoryName, Servers } from "../../src/sandbox/servers/servers.ts";
import type { RunTarget, State } from "../../src/state/state.ts";
import { newRun } from "../state/state-scene.ts";
import { tinyLinks } from "./tiny-company.ts";

/**
 * Fills a state as a run would have that linked the accounts of the tiny company, in each product that the
 * sandbox has. Other directories hold the links themselves.
 *
 * @param nameOf What a directory is called in the state. Default: as the sandbox does.
 */
export async function rememberTinyLinks(
  state: State,
  sandbox: Partial<Sandbox>,
  nameOf: (name: DirectoryName) => string = (name) => name,
): Promise<void> {
  const { jira, confluence, bitbucket } = sandbox;
  const link = (name: DirectoryName, learned: readonly RecordedLink[]): RunTarget => ({
    ...{ name, type: name, directory: nameOf(name) },
    ...{ news: { learned, missing: [] }, settled: [] },
  });
  await record(state, [
    ...(jira === undefined ? [] : [link("jira", tinyLinks({ idOf: jiraIds(jira), hasFlag: true }))]),
    ...(confluence === undefined
      ? []
      : [link("confluence", tinyLinks({ idOf: confluenceIds(confluence), hasFlag: true }))]),
    ...(bitbucket === undefined
      ? []
      : [link("bitbucket", tinyLinks({ idOf: bitbucketIds(bitbucket), hasFlag: false }))]),
  ]);
}

async function record(state: State, targets: readonly RunTarget[]): Promise<void> {
  if (targets.length === 0) return;
  const directories = targets.map(({ directory }) => directory);
  const lock = await state.lock(directories, { who: "ops", host: "build-7", pid: 1, kind: "run" });
  const log = await state.begin(newRun({ targets }));
  await log.end({ endedAt: new Date(0), exitCode: 0 });
  await lock.release();
}

function jiraIds({ state }: Servers["jira"]) {
  return (username: string) => known(findJiraUser(state, username)?.key);
}

function confluenceIds({ state }: Servers["confluence"]) {
  return (username: string) => known(findConfluenceUser(state, username)?.key);
}

function bitbucketIds({ state }: Servers["bitbucket"]) {
  return (username: string) => known(findBitbucketUser(state, username)?.id.toString());
}

function known(id: string | undefined): string {
  if (id === undefined) throw new Error("The sandbox was not filled with the tiny company.");
  return id;
}
