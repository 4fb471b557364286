import { afterAll, beforeAll, expect, it } from "vitest";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";
import { DIRECTORY, holder, imported, link, linksOf, open, runOnce } from "./state-scene.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

const inSchema = (url: string, path: string) =>
  ({ type: "postgres", url: `${url}?options=-c%20search_path%3D${path}` }) as const;

it("keeps two states apart that are in two schemas of one database, in whatever order they are made", async () => {
  const url = await server.database();
  await server.query("create schema one; create schema two", url);
  const plain = await open({ type: "postgres", url });
  const [one, two] = [await open(inSchema(url, "one")), await open(inSchema(url, "two,public"))];

  await runOnce(one, [imported("ada")]);
  await runOnce(two, [imported("bob")]);
  const held = await one.lock([DIRECTORY], holder());
  const other = await two.lock([DIRECTORY], holder());

  expect([await linksOf(plain), await linksOf(one), await linksOf(two)]).toEqual([
    [],
    [link("ada")],
    [link("bob")],
  ]);
  await expect(one.lock([DIRECTORY], holder())).rejects.toMatchObject({ code: "LOCKED" });
  for (const lock of [held, other]) await lock.release();
  for (const state of [plain, one, two]) await state.close();
});

it("makes them at the same time, too", async () => {
  const url = await server.database();
  await server.query("create schema one; create schema two", url);

  const states = await Promise.all(["one", "two", "one", "two"].map((name) => open(inSchema(url, name))));
  const runs = await Promise.all(states.map((state) => state.runs()));

  expect(runs).toEqual([[], [], [], []]);
  for (const state of states) await state.close();
});

it("says that a schema is not there", async () => {
  const url = await server.database();

  await expect(open(inSchema(url, "nowhere"))).rejects.toMatchObject({
    code: "STATE_UNUSABLE",
    message: expect.stringContaining("names a schema that does not exist"),
  });
});
