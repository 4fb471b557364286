import type { AddressInfo } from "node:net";
import type { ConfluenceConfig, ProductCredentials } from "../../src/config/config.ts";
import {
  type ConfluenceServerOptions,
  confluenceServer,
} from "../../src/sandbox/confluence/confluence-server.ts";
import {
  type ConfluenceSeed,
  type ConfluenceState,
  createConfluenceState,
} from "../../src/sandbox/confluence/confluence-state.ts";
import { installFaults, type Traffic } from "../../src/sandbox/faults.ts";
import { confluenceTarget } from "../../src/target/confluence/target.ts";
import type { DefaultGroupSettings } from "../../src/target/default-groups.ts";
import type { Target } from "../../src/target/target.ts";
import { recordConfluence } from "../sandbox/confluence-recordings.ts";
import { CONNECTION, cloudConfig } from "../support/cloud-config.ts";
import { instantClock } from "../support/instant-clock.ts";
import { type RecordingLog, recordingLog } from "../support/recording-log.ts";

export const SELF = { key: "8a8181ff", name: "usersync", email: "usersync@example.com" };
export const TOKEN = "canary-t0k3n";
export const PASSWORD = "canary-5ca1ab1e";

export interface OpenedConfluence extends AsyncDisposable {
  readonly target: Target;
  readonly state: ConfluenceState;
  readonly traffic: Traffic;
  readonly log: RecordingLog;
  readonly url: string;
  /** What reached the server, a line each, repeated and refused requests included. */
  readonly seen: readonly string[];
  /** The same without what only reads, and without the question whether accounts can be updated. */
  writes(): readonly string[];
  /** A second target on the same server, as a second run has it. */
  again(): Target;
}

export interface ConfluenceOptions extends Partial<ConfluenceServerOptions>, ConfluenceTargetOptions {
  /** The account of usersync comes first, whatever else there is. */
  readonly seed?: ConfluenceSeed;
}

interface ConfluenceTargetOptions {
  /** Of what all targets have. */
  readonly settings?: Partial<DefaultGroupSettings>;
  readonly credentials?: ProductCredentials;
  readonly listing?: ConfluenceConfig["listing"];
  readonly connection?: Partial<typeof CONNECTION>;
  readonly log?: RecordingLog;
}

/** The target on a sandbox server of its own, every exchange of which is recorded. */
export async function openConfluence(options: ConfluenceOptions = {}): Promise<OpenedConfluence> {
  const { seed = {}, contextPath = "", log = recordingLog() } = options;
  const users = [SELF, ...(seed.users ?? [])];
  const state = options.state ?? createConfluenceState({ ...seed, users });
  const logins = [{ username: SELF.name, password: PASSWORD, tokens: [TOKEN] }];
  const app = confluenceServer({ logins, ...options, state });
  const seen: string[] = [];
  // Before the faults, and on arrival: a request that has been answered is certain to be in the list.
  app.addHook("onRequest", async ({ method, url }) => {
    seen.push(`${method} ${url.replace(/.*\/rest\/api/, "")}`);
  });
  const traffic = installFaults(app);
  recordConfluence(app);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${contextPath}`;
  const again = () => openConfluenceAt(url, { ...options, log });
  return {
    ...{ target: again(), state, traffic, log, url, again, seen },
    writes: () => seen.filter((request) => !request.startsWith("GET ") && !isProbe(request)),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

/** The question whether accounts can be updated. */
export function isProbe(request: string): boolean {
  return request.startsWith("PUT /admin/user/usersync%20probe");
}

/** The target on any server. */
export function openConfluenceAt(url: string, options: ConfluenceTargetOptions = {}): Target {
  const { credentials = { token: TOKEN }, listing = { groups: [] } } = options;
  const { connection = {}, log = recordingLog() } = options;
  const {
    type: _,
    token: __,
    directoryId: ___,
    ...common
  } = cloudConfig({ url, name: "confluence", ...options.settings });
  const config: ConfluenceConfig = {
    ...common,
    ...{ type: "confluence", credentials, listing },
    connection: { ...CONNECTION, ...connection },
  };
  return confluenceTarget(config, { clock: instantClock(), log, proxy: {} });
}
