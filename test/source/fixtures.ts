import { createHash } from "node:crypto";
import type {
  ConnectionConfig,
  EntraConfig,
  GroupScopeConfig,
  UserScopeConfig,
} from "../../src/config/config.ts";
import type { UsersyncError } from "../../src/errors.ts";
import type { Clock } from "../../src/model/clock.ts";
import type { SourceId } from "../../src/model/ids.ts";
import type { Log } from "../../src/model/log.ts";
import type { SourceSnapshot } from "../../src/model/source-snapshot.ts";
import { openSource } from "../../src/source/open-source.ts";
import type { Source } from "../../src/source/source.ts";
import { NO_RULES } from "../support/people.ts";

export const CLIENT_ID = "aaaaaaaa-0000-4000-8000-000000000001";
export const TENANT_ID = "bbbbbbbb-0000-4000-8000-000000000002";

/** A clock that only moves when somebody sleeps. */
export interface TestClock extends Clock {
  /** Milliseconds of each wait. */
  readonly waits: readonly number[];
}

export function testClock(): TestClock {
  const waits: number[] = [];
  let time = Date.parse("2026-01-01T00:00:00Z");
  return {
    waits,
    now: () => time,
    random: () => 0.5,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      waits.push(milliseconds);
      time += milliseconds;
    },
  };
}

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface ConfigOverrides extends Omit<Partial<EntraConfig>, "users" | "groups" | "connection"> {
  readonly users?: Partial<UserScopeConfig>;
  readonly groups?: Partial<GroupScopeConfig>;
  readonly connection?: Partial<ConnectionConfig>;
}

/** Everybody, no groups, a ready token. Tests name only what they are about. */
export function entraConfig(graphUrl: string, overrides: ConfigOverrides = {}): EntraConfig {
  return {
    type: "entra",
    tenantId: TENANT_ID,
    cloud: "global",
    graphUrl,
    credential: { type: "access-token", token: "canary-token" },
    ...overrides,
    users: { from: "all", groups: [], nested: true, ...NO_RULES, ...overrides.users },
    groups: { from: "none", names: [], nested: true, ...overrides.groups },
    timeLimit: overrides.timeLimit ?? 3_600_000,
    connection: {
      concurrency: 4,
      requestsPerSecond: Number.POSITIVE_INFINITY,
      timeout: 10_000,
      maxWait: 300_000,
      maxResponseSize: 8 * 1024 * 1024,
      ...overrides.connection,
    },
  };
}

export interface Surroundings {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly properties?: readonly string[];
}

export function entraSource(config: EntraConfig, surroundings: Surroundings = {}): Source {
  return openSource(config, {
    clock: testClock(),
    log: silent,
    proxy: {},
    properties: ["mail"],
    ...surroundings,
  });
}

export async function read(config: EntraConfig, surroundings: Surroundings = {}): Promise<SourceSnapshot> {
  return await entraSource(config, surroundings).read({ signal: new AbortController().signal });
}

/** The error of a read that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<UsersyncError> {
  try {
    await work;
  } catch (error) {
    return error as UsersyncError;
  }
  throw new Error("It was expected to fail.");
}

/** A user as Graph gives it. */
export function user(name: string, overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    id: userId(name),
    userPrincipalName: `${name}@example.com`,
    accountEnabled: true,
    userType: "Member",
    mail: `${name}@example.com`,
    ...overrides,
  };
}

/** A user as a member list gives it. */
export function member(name: string, overrides: Readonly<Record<string, unknown>> = {}) {
  return { "@odata.type": "#microsoft.graph.user", ...user(name), ...overrides };
}

export function group(name: string, overrides: Readonly<Record<string, unknown>> = {}) {
  return { id: groupId(name), displayName: name, visibility: null, ...overrides };
}

export function nestedGroup(name: string) {
  return { "@odata.type": "#microsoft.graph.group", id: groupId(name), userPrincipalName: null };
}

export function groupId(name: string): string {
  return guid(`group ${name}`);
}

/** The object id of the user called so. */
export function userId(name: string): SourceId {
  return guid(`user ${name}`) as SourceId;
}

function guid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** Names of people, for short assertions. */
export function names(snapshot: SourceSnapshot): readonly string[] {
  return snapshot.people.map(({ properties }) =>
    String(properties["userPrincipalName"]).replace("@example.com", ""),
  );
}
