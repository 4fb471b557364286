import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main.ts";
import type { Tenant } from "../../src/sandbox/graph/tenant.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { fakeWorld } from "../cli/fake-world.ts";
import { SCIMMY_DIRECTORY, SCIMMY_TOKEN, type ScimmyServer, startScimmy } from "../target/scimmy-server.ts";

/** Empty directories on two servers, of which one is not ours, and a tenant to fill them from. */
export interface TwoServers extends AsyncDisposable {
  readonly sandbox: Sandbox<"cloud" | "crowd">;
  readonly scimmy: ScimmyServer;
  /** Runs the program, and gives what became of the operations of each directory, and its exit code. */
  usersync(...argv: readonly string[]): Promise<Ran>;
  /** Requests since the last call that were there to change something. */
  writes(): readonly string[];
}

export interface Ran {
  readonly code: number;
  readonly targets: readonly TargetDocument[];
}

interface TargetDocument {
  readonly name: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly operations: readonly { readonly kind: string; readonly status: string }[];
  readonly notes: readonly { readonly kind: string; readonly reason: string }[];
}

export async function openTwoServers(tenant: Tenant): Promise<TwoServers> {
  const scimmy = await startScimmy();
  const sandbox = await startSandbox({ directories: ["cloud", "crowd"], company: { tenant } });
  const folder = mkdtempSync(join(tmpdir(), "usersync-two-"));
  const config = join(folder, "usersync.config.yaml");
  writeFileSync(config, configText(sandbox, scimmy), { mode: 0o600 });
  return {
    sandbox,
    scimmy,
    async usersync(...argv) {
      const outside = fakeWorld({ argv: [...argv, "--config", config, "--json"], cwd: folder });
      const code = await main(outside.world);
      return { code, targets: JSON.parse(outside.stdout()).targets };
    },
    writes() {
      const crowd = sandbox.crowd.traffic.requests.map(({ method, path }) => `${method} ${path}`);
      sandbox.crowd.traffic.clear();
      const all = [...scimmy.requests.splice(0), ...crowd];
      return all.filter((request) => !request.startsWith("GET "));
    },
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await scimmy[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The sandbox's config, but the Atlassian Cloud directory is the server of others, and nobody is protected. */
function configText({ configText: text, cloud }: TwoServers["sandbox"], scimmy: ScimmyServer): string {
  return text
    .replace(cloud.url, scimmy.url)
    .replace(cloud.directoryId, SCIMMY_DIRECTORY)
    .replace(cloud.token, SCIMMY_TOKEN)
    .replace('users: [admin, "svc-*"]', "users: []");
}

export interface KnownAccount {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly link: string;
  readonly active: boolean;
}

export const byName = (one: KnownAccount, other: KnownAccount) => (one.username < other.username ? -1 : 1);

export function scimAccounts({ scimmy }: TwoServers): readonly KnownAccount[] {
  return [...scimmy.store.users.values()]
    .map(({ userName = "", displayName = "", externalId = "", active = false, emails = [] }) => ({
      ...{ username: userName, email: emails.map(({ value = "" }) => value).join(), displayName },
      ...{ link: externalId, active },
    }))
    .sort(byName);
}

export function crowdAccounts({ sandbox }: TwoServers): readonly KnownAccount[] {
  return [...sandbox.crowd.state.users.values()]
    .map(({ name, email, displayName, active, attributes }) => ({
      ...{ username: name, email, displayName, active },
      link: attributes.get("usersync.sourceId")?.join() ?? "",
    }))
    .sort(byName);
}

type Memberships = Readonly<Record<string, readonly string[]>>;

export function scimMemberships({ scimmy: { store } }: TwoServers): Memberships {
  return Object.fromEntries(
    [...store.groups.values()].map(({ displayName = "", members = [] }) => [
      displayName,
      members.map(({ value = "" }) => store.users.get(value)?.userName ?? "").sort(),
    ]),
  );
}

export function crowdMemberships({ sandbox }: TwoServers): Memberships {
  return Object.fromEntries(
    [...sandbox.crowd.state.groups.values()].map((stored) => [
      stored.name,
      [...stored.members].map(({ name }) => name).sort(),
    ]),
  );
}
