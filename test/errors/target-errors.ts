import { UsersyncError } from "../../src/errors.ts";
import { HttpError } from "../../src/http/http-error.ts";
import type { Username } from "../../src/model/ids.ts";
import { noSuchDirectory } from "../../src/target/atlassian-cloud/check-directory.ts";
import {
  type CloudClient,
  createCloudClient,
  type ScimUser,
} from "../../src/target/atlassian-cloud/client.ts";
import { createGroup } from "../../src/target/atlassian-cloud/create-group.ts";
import { createOnce } from "../../src/target/atlassian-cloud/create-once.ts";
import { readList } from "../../src/target/atlassian-cloud/read-list.ts";
import { toAccount, toGroup } from "../../src/target/atlassian-cloud/to-model.ts";
import { importUser } from "../../src/target/atlassian-cloud/write-user.ts";
import * as crowd from "../../src/target/crowd/explain.ts";
import { cloudConfig } from "../support/cloud-config.ts";
import { instantClock } from "../support/instant-clock.ts";
import { sourceId } from "../support/people.ts";
import { recordingLog } from "../support/recording-log.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import type { Provocations } from "./provoke.ts";

const { signal } = new AbortController();
const user = { username: "ada" as Username, sourceId: sourceId("ada") };

function refused(status: number): never {
  const code = status === 409 ? "CONFLICT" : "NOT_FOUND";
  const explanation = { what: "(what the request met.)", why: "(What the server says.)", fix: "" };
  throw new HttpError(code, explanation, { status });
}

/** A directory that refuses to create anything, and holds these accounts. */
function fullClient(namesakes: readonly ScimUser[]): CloudClient {
  const client: Partial<CloudClient> = {
    createUser: async () => refused(409),
    createGroup: async () => refused(409),
    findUsers: async (attribute) => (attribute === "userName" ? namesakes : []),
    findGroups: async () => [],
  };
  return client as CloudClient;
}

function importInto(namesakes: readonly ScimUser[]) {
  const changes = [{ field: "username", from: "", to: "ada" } as const];
  const operation = { id: "1", kind: "import", user, changes, reason: "not-in-target" } as const;
  return () => importUser(fullClient(namesakes), operation, signal);
}

/** Atlassian Cloud answers so to a request for users. */
function cloudAnswers(script: Script) {
  return async () => {
    await using server = await startScripted(() => script);
    const parts = { clock: instantClock(), log: recordingLog(), proxy: {} };
    const client = createCloudClient(cloudConfig({ url: server.url }), parts);
    return await client.listUsers({ startIndex: 1, count: 1 }, signal);
  };
}

export const TARGET_ERRORS: Provocations = {
  "the directory is not there": () => {
    const { what, why, fix } = {
      what: "cloud: GET /Users was answered with 404.",
      why: "It is not there.",
      fix: "",
    };
    return noSuchDirectory(new UsersyncError("NOT_FOUND", { what, why, fix }), "5f6c2a0e");
  },
  "a wrong SCIM key": cloudAnswers({ status: 401 }),
  "a SCIM key of another directory": cloudAnswers({ status: 403 }),
  "a list that is none": cloudAnswers({ body: { id: "1" } }),
  "a group that exists outside the directory": () => {
    const operation = {
      id: "1",
      kind: "create-group",
      group: { name: "dev" },
      reason: "not-in-target",
    } as const;
    return createGroup(fullClient([]), operation, signal);
  },
  "something that vanished after it was created": () =>
    createOnce({ create: async () => undefined, find: async () => undefined }),
  "a list that does not add up": () =>
    readList({
      subject: "cloud: the list of users",
      readPage: async () => ({ totalResults: 812, resources: ["1"] }),
      idOf: (id) => id,
      concurrency: 1,
    }),
  "an account without an id": () => toAccount({ userName: "ada" }),
  "an account without a username": () => toAccount({ id: "98" }),
  "a group without a name": () => toGroup({ id: "98" }),
  "an account of somebody else": importInto([{ id: "98", userName: "Ada", externalId: "7" }]),
  "an account of nobody": importInto([{ id: "98", userName: "Ada" }]),
  "an e-mail that is taken": importInto([]),
  "an answer that is not Crowd's": () => crowd.unreadable("a list of users"),
  "a page that comes again": () => crowd.pageRepeats(1000),
  "a list that broke off": () => {
    const { what, why, fix } = {
      what: "crowd: GET /search met a fault.",
      why: "The server has a fault.",
      fix: "",
    };
    return crowd.listBroken(3000, new UsersyncError("NETWORK", { what, why, fix }));
  },
  "a list that broke off for a reason unknown": () => crowd.listBroken(3000, undefined),
  "a dump that is damaged": () => crowd.dumpBroken(undefined),
  "an account that is gone": () => crowd.accountGone("ada"),
  "an account that is taken": () => crowd.accountTaken("ada"),
  "a group that is gone": () => crowd.groupGone("dev"),
  "a group that cannot be nested": () => crowd.nestingRefused("all", "dev", undefined),
};
