import type { AddressInfo } from "node:net";
import { installFaults, type Traffic } from "../../src/sandbox/faults.ts";
import type { ScimSeed } from "../../src/sandbox/scim/scim-resource.ts";
import { type ScimServer, scimServer } from "../../src/sandbox/scim/scim-server.ts";
import { cloudTarget } from "../../src/target/atlassian-cloud/target.ts";
import type { DefaultGroupSettings } from "../../src/target/default-groups.ts";
import type { Target } from "../../src/target/target.ts";
import { CONNECTION, cloudConfig } from "../support/cloud-config.ts";
import { type InstantClock, instantClock } from "../support/instant-clock.ts";
import { type RecordingLog, recordingLog } from "../support/recording-log.ts";

export const DIRECTORY = "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb";
export const TOKEN = "canary-5ca1ab1e";

export interface OpenedCloud extends AsyncDisposable {
  readonly target: Target;
  readonly server: ScimServer;
  readonly traffic: Traffic;
  readonly clock: InstantClock;
  readonly log: RecordingLog;
}

export interface CloudOptions {
  readonly seed?: ScimSeed;
  /** The key that the target has; the directory's own unless given. */
  readonly token?: string;
  readonly directoryId?: string;
  readonly connection?: Partial<typeof CONNECTION>;
  /** Of what all targets have. */
  readonly settings?: Partial<DefaultGroupSettings>;
  /** Called before the server listens. */
  readonly prepare?: (server: ScimServer) => void;
}

/** The target on a sandbox directory of its own. */
export async function openCloud(options: CloudOptions = {}): Promise<OpenedCloud> {
  const { seed = {}, token = TOKEN, directoryId = DIRECTORY, connection, settings, prepare } = options;
  const server = scimServer({ directoryId: DIRECTORY, token: TOKEN, seed });
  const traffic = installFaults(server.app);
  prepare?.(server);
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.app.server.address() as AddressInfo;
  const opened = openCloudAt(`http://127.0.0.1:${port}`, { token, directoryId, connection, settings });
  return { ...opened, server, traffic, [Symbol.asyncDispose]: () => server.app.close() };
}

/** The target on any server. */
export function openCloudAt(
  url: string,
  options: {
    readonly token?: string;
    readonly directoryId?: string;
    readonly connection?: Partial<typeof CONNECTION> | undefined;
    readonly settings?: Partial<DefaultGroupSettings> | undefined;
  } = {},
): { target: Target; clock: InstantClock; log: RecordingLog } {
  const { token = TOKEN, directoryId = DIRECTORY, connection, settings } = options;
  const clock = instantClock();
  const log = recordingLog();
  const config = cloudConfig({
    ...{ url, directoryId, token, ...settings },
    connection: { ...CONNECTION, ...connection },
  });
  return { target: cloudTarget(config, { clock, log, proxy: {} }), clock, log };
}
