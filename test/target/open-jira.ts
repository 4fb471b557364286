import type { AddressInfo } from "node:net";
import type { JiraConfig, ProductCredentials } from "../../src/config/config.ts";
import { installFaults, type Traffic } from "../../src/sandbox/faults.ts";
import { type JiraServerOptions, jiraServer } from "../../src/sandbox/jira/jira-server.ts";
import { createJiraState, type JiraSeed, type JiraState } from "../../src/sandbox/jira/jira-state.ts";
import type { DefaultGroupSettings } from "../../src/target/default-groups.ts";
import { jiraTarget } from "../../src/target/jira/target.ts";
import type { Target } from "../../src/target/target.ts";
import { recordJira } from "../sandbox/jira-recordings.ts";
import { CONNECTION, cloudConfig } from "../support/cloud-config.ts";
import { instantClock } from "../support/instant-clock.ts";
import { type RecordingLog, recordingLog } from "../support/recording-log.ts";

export const SELF = { key: "JIRAUSER10000", name: "usersync", email: "usersync@example.com" };
export const TOKEN = "canary-t0k3n";
export const PASSWORD = "canary-5ca1ab1e";

const BASIC = { username: SELF.name, password: PASSWORD };

export interface OpenedJira extends AsyncDisposable {
  readonly target: Target;
  readonly state: JiraState;
  readonly traffic: Traffic;
  readonly log: RecordingLog;
  readonly url: string;
  /** What reached the server, a line each, repeated and refused requests included. */
  readonly seen: readonly string[];
  /** The same without what only reads. */
  writes(): readonly string[];
  /** A second target on the same server, as a second run has it. */
  again(): Target;
}

export interface JiraOptions extends Partial<JiraServerOptions>, JiraTargetOptions {
  /** The account of usersync comes first, whatever else there is. */
  readonly seed?: JiraSeed;
}

interface JiraTargetOptions {
  /** Of what all targets have. */
  readonly settings?: Partial<DefaultGroupSettings>;
  readonly credentials?: ProductCredentials;
  readonly listing?: JiraConfig["listing"];
  readonly onDisable?: JiraConfig["onDisable"];
  readonly connection?: Partial<typeof CONNECTION>;
  readonly log?: RecordingLog;
}

/** The target on a sandbox server of its own, every exchange of which is recorded. */
export async function openJira(options: JiraOptions = {}): Promise<OpenedJira> {
  const { seed = {}, contextPath = "", log = recordingLog() } = options;
  const users = [SELF, ...(seed.users ?? [])];
  const state = options.state ?? createJiraState({ ...seed, users });
  const logins = [{ username: SELF.name, password: PASSWORD, tokens: [TOKEN] }];
  const app = jiraServer({ logins, ...options, state });
  const seen: string[] = [];
  // Before the faults, and on arrival: a request that has been answered is certain to be in the list.
  app.addHook("onRequest", async ({ method, url }) => {
    seen.push(`${method} ${url.replace(/.*\/rest\/api\/2/, "")}`);
  });
  const traffic = installFaults(app);
  recordJira(app);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${contextPath}`;
  const credentials = options.profile?.takesTokens === false ? BASIC : { token: TOKEN };
  const again = () => openJiraAt(url, { credentials, ...options, log });
  return {
    ...{ target: again(), state, traffic, log, url, again, seen },
    writes: () => seen.filter((request) => !request.startsWith("GET ")),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

/** The target on any server. */
export function openJiraAt(url: string, options: JiraTargetOptions = {}): Target {
  const { credentials = { token: TOKEN }, listing = { groups: [] }, onDisable = {} } = options;
  const { connection = {}, log = recordingLog() } = options;
  const {
    type: _,
    token: __,
    directoryId: ___,
    ...common
  } = cloudConfig({ url, name: "jira", ...options.settings });
  const config: JiraConfig = {
    ...common,
    ...{ type: "jira", credentials, listing, onDisable },
    connection: { ...CONNECTION, ...connection },
  };
  return jiraTarget(config, { clock: instantClock(), log, proxy: {} });
}
