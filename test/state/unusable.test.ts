import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createState } from "../../src/state/create-state.ts";
import { breakageAt } from "../../src/state/store/explain-breakage.ts";
import { openSqlite } from "../../src/state/store/open-sqlite.ts";
import { systemTimer } from "../../src/state/timer.ts";
import { instantClock } from "../support/instant-clock.ts";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";
import { DIRECTORY, holder, imported, newRun, open, runOnce } from "./state-scene.ts";

/** The account with the least rights. */
const NOBODY = 65_534;

describe("a state in a file", () => {
  let folder: string;
  let count = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "usersync-unusable-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const freshPath = () => {
    count += 1;
    return join(folder, `${count}`, "state.db");
  };
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

  it("is made for its owner's eyes only, and is all in one file once it is closed", async () => {
    const path = freshPath();
    const state = await open({ type: "file", path });
    await runOnce(state, [imported("ada")]);
    const modes = [path, `${path}-wal`, `${path}-shm`].map(modeOf);
    await state.close();

    expect(modes).toEqual(["600", "600", "600"]);
    expect(modeOf(join(path, ".."))).toBe("700");
    expect(existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0).toBe(0);
  });

  it("leaves a folder that is there as it is", async () => {
    const path = freshPath();
    mkdirSync(join(path, ".."));
    chmodSync(join(path, ".."), 0o755);

    await (await open({ type: "file", path })).close();

    expect(modeOf(join(path, ".."))).toBe("755");
  });

  it("that lost its beginning is damaged, and is not touched", async () => {
    const path = freshPath();
    await (await open({ type: "file", path })).close();
    const cut = readFileSync(path).subarray(5_000);
    writeFileSync(path, cut);

    await expect(open({ type: "file", path })).rejects.toMatchObject({
      code: "STATE_UNUSABLE",
      message: `The state ${path} is damaged, or is a file of something else.`,
    });
    expect(readFileSync(path)).toEqual(cut);
  });

  it("that may not be made is refused", async () => {
    chmodSync(folder, 0o755);
    const locked = join(folder, "locked");
    mkdirSync(locked, { mode: 0o555 });

    const opening = withFewRights(() => open({ type: "file", path: join(locked, "state.db") }));

    await expect(opening).rejects.toMatchObject({
      code: "STATE_UNUSABLE",
      message: expect.stringContaining("may not be written"),
    });
  });

  it("on a full disk lets nothing be sent that it could not write down", async () => {
    const path = freshPath();
    const clock = instantClock();
    await (await open({ type: "file", path })).close();
    const store = openSqlite({ path, clock, mode: "write" });
    if (store === undefined) throw new Error("There is a file.");
    await sql`pragma max_page_count = 60`.execute(store.db);
    const explain = breakageAt({ type: "file", path });
    const state = createState({ store, place: path, explain, clock, timer: systemTimer });
    const lock = await state.lock([DIRECTORY], holder());
    const log = await state.begin(newRun());
    const operations = Array.from({ length: 2_000 }, (_, index) => imported(`p${index}`).operation);

    const intending = log.journal(DIRECTORY).intend(operations);

    await expect(intending).rejects.toMatchObject({
      code: "STATE_UNUSABLE",
      message: `The state ${path} cannot be written: the disk is full.`,
    });
    expect(await state.entries({ run: log.id ?? 0 })).toEqual([]);
    await lock.release();
    await state.close();
  });
});

/** Root may write everywhere, so it gives up its rights for as long as that takes. */
async function withFewRights<Result>(work: () => Promise<Result>): Promise<Result> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe("a state in a database", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    await server.query("create role guest login password 'hush'");
  }, 60_000);
  afterAll(() => server.stop());

  const url = (...parts: Parameters<PostgresServer["url"]>) =>
    ({ type: "postgres", url: server.url(...parts) }) as const;

  it.each([
    ["another password", () => url({ password: "hush%40hush" }), "did not let usersync in"],
    ["a database that is not there", () => url({ database: "absent" }), "does not exist"],
    ["a user without rights", () => url({ user: "guest" }), "may not be used as it must be"],
    [
      "a server without TLS",
      () => ({ type: "postgres", url: `${server.url({})}?sslmode=verify-full` }) as const,
      "cannot be reached over TLS",
    ],
    [
      "a server that does not run",
      () => ({ type: "postgres", url: "postgres://admin:hush@127.0.0.1:1/postgres" }) as const,
      "does not answer",
    ],
  ])("says what is wrong with %s, and keeps the password to itself", async (_situation, config, what) => {
    const error: unknown = await open(config()).catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code: "STATE_UNUSABLE", message: expect.stringContaining(what) });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("hush");
  });

  it("that goes away during a run stops it", async () => {
    const state = await open({ type: "postgres", url: await server.database() });
    const lock = await state.lock([DIRECTORY], holder());
    const log = await state.begin(newRun());
    await server.query("alter database state_1 allow_connections false");
    await server.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'state_1'");

    const intending = log.journal(DIRECTORY).intend([imported("ada").operation]);

    await expect(intending).rejects.toMatchObject({ code: "STATE_UNUSABLE" });
    await lock.release();
    await state.close();
  });
});
