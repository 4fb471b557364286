import type { CrowdConfig } from "../../config/config.ts";
import { contextPathFix } from "../../http/entrance.ts";
import { createHttpClient } from "../../http/http-client.ts";
import { HttpError } from "../../http/http-error.ts";
import type { ClientParts } from "../target-parts.ts";
import { PERMISSION_FIX, SIGN_IN_FIX } from "./explain.ts";
import type { NewUserBody } from "./from-operation.ts";
import { type GroupCalls, groupCalls } from "./group-calls.ts";
import { PAGE } from "./page.ts";
import type { Call } from "./senders.ts";
import { readList, readNamed, reasonOf, type UserBody, type WireAttribute, type WireUser } from "./wire.ts";

const SIGN_IN_PATH = "/config/cookie";

/**
 * Crowd's user management API, one function a call.
 * All throw `HttpError`; what is looked up and not there is `undefined`.
 */
export interface CrowdClient extends GroupCalls {
  /** The cheapest call that needs a sign-in. */
  ping(signal: AbortSignal): Promise<void>;
  /** A page of all users, attributes included. Empty behind the last one. */
  listUsers(start: number, signal: AbortSignal): Promise<readonly WireUser[]>;
  getUser(name: string, signal: AbortSignal): Promise<WireUser | undefined>;
  /** @returns The user with its attributes, from servers that answer with it. */
  createUser(user: NewUserBody, signal: AbortSignal): Promise<WireUser | undefined>;
  replaceUser(user: UserBody, signal: AbortSignal): Promise<void>;
  renameUser(name: string, newName: string, signal: AbortSignal): Promise<void>;
  /** Leaves all other attributes as they are. */
  setAttribute(name: string, attribute: WireAttribute, signal: AbortSignal): Promise<void>;
  /** One that is not there is removed already. */
  removeAttribute(name: string, attribute: string, signal: AbortSignal): Promise<void>;
}

export function createCrowdClient(config: CrowdConfig, parts: ClientParts): CrowdClient {
  const { name, url, application, password, connection } = config;
  const credentials = Buffer.from(`${application}:${password}`).toString("base64");
  const http = createHttpClient({
    ...parts,
    name,
    connection,
    baseUrl: `${url}/rest/usermanagement/1`,
    authorization: `Basic ${credentials}`,
    fixes: { signIn: SIGN_IN_FIX, permission: PERMISSION_FIX },
    entrance: {
      of: "Crowd",
      path: SIGN_IN_PATH,
      fix: contextPathFix("/console", "https://host/crowd"),
    },
    headers: { "x-atlassian-token": "no-check" },
    secrets: [password, credentials],
  });
  const send = async (call: Call, signal: AbortSignal) => (await http.request({ ...call, signal })).body;
  const find = (call: Call, signal: AbortSignal) => send(call, signal).catch(absentIfNotFound);

  return {
    async ping(signal) {
      await send({ method: "GET", path: SIGN_IN_PATH }, signal);
    },
    listUsers: async (start, signal) => readList<WireUser>(await send(userPage(start), signal), "user"),
    async getUser(username, signal) {
      const body = await find(
        { method: "GET", path: "/user", query: { username, expand: "attributes" } },
        signal,
      );
      return body === undefined ? undefined : readNamed<WireUser>(body, "a user");
    },
    async createUser(body, signal) {
      const answer = await send({ method: "POST", path: "/user", body }, signal);
      return answer === undefined ? undefined : readNamed<WireUser>(answer, "a user");
    },
    async replaceUser(body, signal) {
      await send({ method: "PUT", path: "/user", query: { username: body.name }, body }, signal);
    },
    async renameUser(username, newName, signal) {
      const body = { "new-name": newName };
      await send({ method: "POST", path: "/user/rename", query: { username }, body }, signal);
    },
    async setAttribute(username, attribute, signal) {
      const body = { attributes: [attribute] };
      const call = { method: "POST", path: "/user/attribute", query: { username }, body } as const;
      await send({ ...call, repeatable: true }, signal);
    },
    async removeAttribute(username, attributename, signal) {
      await send({ method: "DELETE", path: "/user/attribute", query: { username, attributename } }, signal);
    },
    ...groupCalls({ send, find }),
  };
}

function userPage(start: number): Call {
  const expand = "user,attributes";
  const query = { "entity-type": "user", "start-index": start, "max-results": PAGE, expand };
  return { method: "GET", path: "/search", query };
}

/** Only Crowd's own word counts. A bare 404 may come from a proxy, or from a wrong address. */
function absentIfNotFound(error: unknown): undefined {
  if (isNotFound(error)) return undefined;
  throw error;
}

/** Whether Crowd itself says that a user, a group or a membership does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof HttpError && error.status === 404 && reasonOf(error.body).endsWith("_NOT_FOUND");
}
