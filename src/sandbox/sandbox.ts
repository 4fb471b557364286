import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { type Company, demoCompany } from "./company.ts";
import { configText } from "./config-text.ts";
import { installFaults } from "./faults.ts";
import {
  type DirectoryName,
  PREPARE,
  SERVER_NAMES,
  type ServerName,
  type Servers,
} from "./servers/servers.ts";

export interface SandboxOptions<Name extends DirectoryName = DirectoryName> {
  /** The directories that are started, besides Microsoft Graph. Default: all of them. */
  readonly directories?: readonly Name[];
  /** What the servers hold. Default: the demo company. */
  readonly company?: Company;
  /** Milliseconds that every request waits. */
  readonly latency?: number;
  /** Any free port where none is given. */
  readonly ports?: Partial<Record<ServerName, number>>;
  /** Called for each server before it listens, so that a test can add hooks. */
  readonly prepare?: (name: ServerName, app: FastifyInstance) => void;
}

/** Servers on 127.0.0.1, what they hold, what they saw, and the config that leads to them. */
export type Sandbox<Name extends DirectoryName = DirectoryName> = Pick<Servers, "graph" | Name> & {
  /** A whole usersync.config.yaml; another process can use it too. */
  readonly configText: string;
  close(): Promise<void>;
};

/** Starts a Graph server and the servers of the directories, filled and ready. */
export async function startSandbox<Name extends DirectoryName = DirectoryName>(
  options: SandboxOptions<Name> = {},
): Promise<Sandbox<Name>> {
  const { company = demoCompany() } = options;
  const wanted = new Set<ServerName>(["graph", ...(options.directories ?? SERVER_NAMES)]);
  const prepared = SERVER_NAMES.filter((name) => wanted.has(name)).map((name) => ({
    name,
    ...PREPARE[name](company),
  }));
  const close = async () => {
    await Promise.all(prepared.map(({ app }) => app.close()));
  };

  try {
    const running = [];
    const targets = [];
    for (const { name, app, contextPath, parts, targetLines } of prepared) {
      const { origin, traffic } = await listen(name, app, options);
      const url = `${origin}${contextPath}`;
      running.push([name, { ...parts, url, traffic }]);
      if (targetLines !== undefined) targets.push({ name, lines: targetLines(url) });
    }
    const servers = Object.fromEntries(running) as Pick<Servers, "graph" | Name>;
    return { ...servers, configText: configText(servers, targets), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(
  name: ServerName,
  app: FastifyInstance,
  { latency = 0, ports = {}, prepare }: Omit<SandboxOptions, "directories">,
) {
  const traffic = installFaults(app, { latency });
  prepare?.(name, app);
  await app.listen({ host: "127.0.0.1", port: ports[name] ?? 0 });
  const { port } = app.server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, traffic };
}
