import type { AddressInfo } from "node:net";
import type { BitbucketConfig } from "../../src/config/config.ts";
import {
  type BitbucketServerOptions,
  bitbucketServer,
} from "../../src/sandbox/bitbucket/bitbucket-server.ts";
import {
  type BitbucketSeed,
  type BitbucketState,
  type BitbucketUserSeed,
  createBitbucketState,
} from "../../src/sandbox/bitbucket/bitbucket-state.ts";
import { installFaults, type Traffic } from "../../src/sandbox/faults.ts";
import { bitbucketTarget } from "../../src/target/bitbucket/target.ts";
import type { DefaultGroupSettings } from "../../src/target/default-groups.ts";
import type { Target } from "../../src/target/target.ts";
import { recordBitbucket } from "../sandbox/bitbucket-recordings.ts";
import { CONNECTION, cloudConfig } from "../support/cloud-config.ts";
import { type InstantClock, instantClock } from "../support/instant-clock.ts";
import { type RecordingLog, recordingLog } from "../support/recording-log.ts";

/** The account of usersync: an administrator in person, who has signed in before. */
export const SELF: BitbucketUserSeed = {
  ...{ id: 1, name: "usersync", email: "usersync@example.com", displayName: "usersync" },
  ...{ permission: "SYS_ADMIN", lastSignIn: 1_700_000_000_000 },
};
export const SELF_ID = "1";
const PASSWORD = "canary-5ca1ab1e";
const TOKEN = "canary-t0k3n";

export interface OpenedBitbucket extends AsyncDisposable {
  readonly target: Target;
  readonly state: BitbucketState;
  readonly traffic: Traffic;
  readonly log: RecordingLog;
  readonly url: string;
  /** What reached the server, a line each, repeated and refused requests included. */
  readonly seen: string[];
  /** The same without what only reads, and without the passwords of new accounts. */
  writes(): readonly string[];
  /** A second target on the same server, as a second run has it. */
  again(options?: BitbucketTargetOptions): Target;
}

export interface BitbucketOptions extends Partial<BitbucketServerOptions>, BitbucketTargetOptions {
  /** The account of usersync comes first, whatever else there is, unless `self` is another. */
  readonly seed?: BitbucketSeed;
  readonly self?: BitbucketUserSeed;
}

export interface BitbucketTargetOptions
  extends Partial<Pick<BitbucketConfig, "directoryName" | "licenseGroups" | "notifyNewUsers">> {
  /** Of what all targets have. */
  readonly settings?: Partial<DefaultGroupSettings>;
  readonly password?: string;
  readonly connection?: Partial<typeof CONNECTION>;
  readonly log?: RecordingLog;
  readonly clock?: InstantClock;
}

/** The target on a sandbox server of its own, every exchange of which is recorded. */
export async function openBitbucket(options: BitbucketOptions = {}): Promise<OpenedBitbucket> {
  const { seed = {}, self = SELF, contextPath = "", log = recordingLog() } = options;
  const state = options.state ?? createBitbucketState({ ...seed, users: [self, ...(seed.users ?? [])] });
  const logins = [{ username: SELF.name, password: PASSWORD, tokens: [TOKEN] }];
  const app = bitbucketServer({ logins, ...options, state });
  const seen: string[] = [];
  // Before the faults, and on arrival: a request that has been answered is certain to be in the list.
  app.addHook("onRequest", async ({ method, url }) => {
    seen.push(`${method} ${url.replace(/.*\/rest\/api\/latest/, "")}`);
  });
  const traffic = installFaults(app);
  recordBitbucket(app);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${contextPath}`;
  const again = (other: BitbucketTargetOptions = {}) => openBitbucketAt(url, { ...options, log, ...other });
  return {
    ...{ target: again(), state, traffic, log, url, again, seen },
    writes: () =>
      seen
        .filter((request) => !request.startsWith("GET "))
        .map((request) => request.replace(/(password=)[^&]+/, "$1…")),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

/** The target on any server. */
export function openBitbucketAt(url: string, options: BitbucketTargetOptions = {}): Target {
  const { password = PASSWORD, licenseGroups = ["stash-users"], notifyNewUsers = false } = options;
  const { directoryName, connection = {}, log = recordingLog(), clock = instantClock() } = options;
  const {
    type: _,
    token: __,
    directoryId: ___,
    ...common
  } = cloudConfig({ url, name: "bitbucket", ...options.settings });
  const config: BitbucketConfig = {
    ...common,
    ...{ type: "bitbucket", credentials: { username: SELF.name, password } },
    ...{ licenseGroups, notifyNewUsers },
    ...(directoryName === undefined ? {} : { directoryName }),
    connection: { ...CONNECTION, ...connection },
  };
  return bitbucketTarget(config, { clock, log, proxy: {} });
}
