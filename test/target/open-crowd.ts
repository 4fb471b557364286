import type { AddressInfo } from "node:net";
import type { CrowdConfig } from "../../src/config/config.ts";
import { type CrowdServerOptions, crowdServer } from "../../src/sandbox/crowd/crowd-server.ts";
import { type CrowdSeed, type CrowdState, createCrowdState } from "../../src/sandbox/crowd/crowd-state.ts";
import { installFaults, type Traffic } from "../../src/sandbox/faults.ts";
import { crowdTarget } from "../../src/target/crowd/target.ts";
import type { DefaultGroupSettings } from "../../src/target/default-groups.ts";
import type { Target } from "../../src/target/target.ts";
import { recordCrowd } from "../sandbox/crowd-recordings.ts";
import { CONNECTION, cloudConfig } from "../support/cloud-config.ts";
import { instantClock } from "../support/instant-clock.ts";
import { type RecordingLog, recordingLog } from "../support/recording-log.ts";

const APPLICATION = "usersync";
export const PASSWORD = "canary-5ca1ab1e";

export interface OpenedCrowd extends AsyncDisposable {
  readonly target: Target;
  readonly state: CrowdState;
  readonly traffic: Traffic;
  readonly log: RecordingLog;
  /** What reached the server, a line each, repeated and refused requests included. */
  readonly seen: readonly string[];
  /** The same without what only reads. */
  writes(): readonly string[];
  /** A second target on the same server, as a second run has it. */
  again(): Target;
}

export interface CrowdOptions extends Partial<CrowdServerOptions> {
  readonly seed?: CrowdSeed;
  /** The password that the target has; the application's own unless given. */
  readonly sent?: string;
  /** Of what all targets have. */
  readonly settings?: Partial<DefaultGroupSettings>;
  readonly connection?: Partial<typeof CONNECTION>;
}

/** The target on a sandbox server of its own, every exchange of which is recorded. */
export async function openCrowd(options: CrowdOptions = {}): Promise<OpenedCrowd> {
  const { seed = {}, sent = PASSWORD, connection = {}, settings = {} } = options;
  const state = options.state ?? createCrowdState(seed);
  const app = crowdServer({ application: APPLICATION, password: PASSWORD, ...options, state });
  const seen: string[] = [];
  // Before the faults, and on arrival: a request that has been answered is certain to be in the list.
  app.addHook("onRequest", async ({ method, url }) => {
    seen.push(`${method} ${url.replace(/.*\/usermanagement\/1/, "")}`);
  });
  const traffic = installFaults(app);
  recordCrowd(app);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/crowd`;
  const log = recordingLog();
  const again = () => openCrowdAt(url, { sent, connection, settings, log });
  return {
    ...{ target: again(), state, traffic, log, again, seen },
    writes: () => seen.filter((request) => !request.startsWith("GET ")),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

/** The target on any server. */
export function openCrowdAt(
  url: string,
  {
    sent = PASSWORD,
    connection = {},
    settings = {},
    log = recordingLog(),
  }: Pick<CrowdOptions, "sent" | "connection" | "settings"> & { readonly log?: RecordingLog } = {},
): Target {
  const {
    type: _,
    token: __,
    directoryId: ___,
    ...common
  } = cloudConfig({ url, name: "crowd", ...settings });
  const config: CrowdConfig = {
    ...common,
    type: "crowd",
    application: APPLICATION,
    password: sent,
    connection: { ...CONNECTION, ...connection },
  };
  return crowdTarget(config, { clock: instantClock(), log, proxy: {} });
}
