import { afterAll, beforeAll } from "vitest";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";
import { describeCrashes } from "./describe-crashes.ts";

let server: PostgresServer | undefined;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describeCrashes("PostgreSQL", {
  directories: ["crowd"],
  stride: 13,
  stateUrl: async () => {
    if (server === undefined) throw new Error("PostgreSQL was not started.");
    return server.database();
  },
});
