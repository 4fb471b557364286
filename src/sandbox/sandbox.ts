import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { type Company, demoCompany } from "./company.ts";
import { configText } from "./config-text.ts";
import { crowdServer } from "./crowd/crowd-server.ts";
import { type CrowdState, createCrowdState } from "./crowd/crowd-state.ts";
import { installFaults, type Traffic } from "./faults.ts";
import type { GraphContext } from "./graph/graph-context.ts";
import { graphServer } from "./graph/graph-server.ts";
import { SYNC_ROLES, sandboxToken } from "./graph/token.ts";
import type { ScimContext } from "./scim/scim-context.ts";
import { scimServer } from "./scim/scim-server.ts";
import { stableId } from "./stable-id.ts";

export type ServerName = "graph" | "cloud" | "crowd";

export interface SandboxOptions {
  /** What the servers hold. Default: the demo company. */
  readonly company?: Company;
  /** Milliseconds that every request waits. */
  readonly latency?: number;
  /** Any free port where none is given. */
  readonly ports?: Partial<Record<ServerName, number>>;
  /** Called for each server before it listens, so that a test can add hooks. */
  readonly prepare?: (name: ServerName, app: FastifyInstance) => void;
}

interface RunningServer {
  /** Origin, and for Crowd the context path. */
  readonly url: string;
  readonly traffic: Traffic;
}

/** Three servers on 127.0.0.1, what they hold, what they saw, and the config that leads to them. */
export interface Sandbox {
  readonly graph: RunningServer & GraphContext & { readonly token: string };
  readonly cloud: RunningServer & ScimContext & { readonly directoryId: string; readonly token: string };
  readonly crowd: RunningServer & {
    readonly state: CrowdState;
    readonly application: string;
    readonly password: string;
  };
  /** A whole usersync.config.yaml; another process can use it too. */
  readonly configText: string;
  close(): Promise<void>;
}

const CLOUD = { directoryId: stableId("sandbox directory"), token: "sandbox-scim-key" };
const CROWD = { application: "usersync", password: "sandbox-crowd-password" };
/** A sandbox is left running while somebody tries things: its token must not end before they do. */
const TOKEN_LIFE = 30 * 24 * 3600;

/** Starts a Graph server, an Atlassian Cloud directory and a Crowd server, filled and ready. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { company = demoCompany() } = options;
  const graph = graphServer(company.tenant);
  const cloud = scimServer({ ...CLOUD, seed: company.cloud });
  const state = createCrowdState(company.crowd);
  const crowd = crowdServer({ ...CROWD, state });
  const token = sandboxToken({ roles: SYNC_ROLES, tenantId: company.tenant.id, expiresIn: TOKEN_LIFE });
  const apps = { graph: graph.app, cloud: cloud.app, crowd };
  const close = async () => {
    await Promise.all(Object.values(apps).map((app) => app.close()));
  };

  try {
    const atGraph = await listen("graph", apps.graph, options);
    const atCloud = await listen("cloud", apps.cloud, options);
    const atCrowd = await listen("crowd", apps.crowd, options);
    const crowdUrl = `${atCrowd.url}/crowd`;
    return {
      graph: { ...atGraph, directory: graph.directory, oddities: graph.oddities, token },
      cloud: { ...atCloud, ...CLOUD, directory: cloud.directory, quirks: cloud.quirks, path: cloud.path },
      crowd: { ...atCrowd, ...CROWD, url: crowdUrl, state },
      configText: configText({
        tenantId: company.tenant.id,
        graphUrl: atGraph.url,
        graphToken: token,
        cloudUrl: atCloud.url,
        directoryId: CLOUD.directoryId,
        cloudToken: CLOUD.token,
        crowdUrl,
        ...CROWD,
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(
  name: ServerName,
  app: FastifyInstance,
  { latency = 0, ports = {}, prepare }: SandboxOptions,
): Promise<RunningServer> {
  const traffic = installFaults(app, { latency });
  prepare?.(name, app);
  await app.listen({ host: "127.0.0.1", port: ports[name] ?? 0 });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, traffic };
}
