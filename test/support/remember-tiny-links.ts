import { findUser as findBitbucketUser } from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import { findUser as findConfluenceUser } from "../../src/sandbox/confluence/confluence-state.ts";
import { findUser as findJiraUser } from "../../src/sandbox/jira/jira-state.ts";
import type { Servers } from "../../src/sandbox/servers/servers.ts";
import type { State } from "../../src/state/state.ts";
import { newRun } from "../state/state-scene.ts";
import { tinyLinks } from "./tiny-company.ts";

export type ProductName = "jira" | "confluence" | "bitbucket";

/** Where accounts of a product have their id. */
const ID_OF: {
  readonly [Name in ProductName]: (server: Servers[Name], username: string) => string | undefined;
} = {
  jira: ({ state }, username) => findJiraUser(state, username)?.key,
  confluence: ({ state }, username) => findConfluenceUser(state, username)?.key,
  bitbucket: ({ state }, username) => findBitbucketUser(state, username)?.id.toString(),
};

/**
 * Fills a state as a run would have that linked the accounts of the tiny company.
 *
 * @param directory What the product is called in the state.
 */
export async function rememberTinyLinks<Name extends ProductName>(
  state: State,
  { name, server, directory }: { readonly name: Name; readonly server: Servers[Name]; directory: string },
): Promise<void> {
  const idOf = (username: string) => {
    const id = ID_OF[name](server, username);
    if (id === undefined) throw new Error(`${name} has no ${username}.`);
    return id;
  };
  const learned = tinyLinks({ idOf, hasFlag: name !== "bitbucket" });
  const targets = [{ name, type: name, directory, news: { learned, missing: [] }, settled: [] }];
  const lock = await state.lock([directory], { who: "ops", host: "build-7", pid: 1, kind: "run" });
  const log = await state.begin(newRun({ targets }));
  await log.end({ endedAt: new Date(0), exitCode: 0 });
  await lock.release();
}
