import type { Company } from "../company.ts";
import type { Traffic } from "../faults.ts";
import { prepareBitbucket } from "./prepare-bitbucket.ts";
import { prepareCloud } from "./prepare-cloud.ts";
import { prepareConfluence } from "./prepare-confluence.ts";
import { prepareCrowd } from "./prepare-crowd.ts";
import { prepareGraph } from "./prepare-graph.ts";
import { prepareJira } from "./prepare-jira.ts";
import type { Prepared } from "./prepared.ts";

/** Every server of a sandbox: the place where a new one is made known. In the order of their ports. */
export const PREPARE = {
  graph: ({ tenant }: Company) => prepareGraph(tenant),
  cloud: ({ cloud }: Company) => prepareCloud(cloud),
  crowd: ({ crowd }: Company) => prepareCrowd(crowd),
  jira: ({ jira }: Company) => prepareJira(jira),
  confluence: ({ confluence }: Company) => prepareConfluence(confluence),
  bitbucket: ({ bitbucket }: Company) => prepareBitbucket(bitbucket),
} as const satisfies Record<string, (company: Company) => Prepared>;

export type ServerName = keyof typeof PREPARE;
export type DirectoryName = Exclude<ServerName, "graph">;

export const SERVER_NAMES = Object.keys(PREPARE) as readonly ServerName[];
export const DIRECTORY_NAMES = SERVER_NAMES.filter((name) => name !== "graph");

interface RunningServer {
  /** With the context path, where there is one. */
  readonly url: string;
  readonly traffic: Traffic;
}

/** The servers once they listen. */
export type Servers = {
  readonly [Name in ServerName]: RunningServer & ReturnType<(typeof PREPARE)[Name]>["parts"];
};
