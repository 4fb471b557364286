import type { JiraConfig } from "../../config/config.ts";
import type { HttpRequest } from "../../http/http-client.ts";
import { HttpError } from "../../http/http-error.ts";
import { createProductHttp } from "../product-http.ts";
import type { ClientParts } from "../target-parts.ts";
import { PERMISSION_FIX } from "./explain.ts";
import { type GroupCalls, groupCalls } from "./group-calls.ts";
import { type LeadCalls, leadCalls } from "./lead-calls.ts";
import { readVersion, type Version } from "./version.ts";
import {
  isNotFound,
  type NewUserBody,
  readList,
  readMayAdminister,
  readRole,
  readUser,
  readUserPage,
  type UserBody,
  type UserPage,
  type WireRole,
  type WireUser,
} from "./wire.ts";

/** Most users that one page of the list is asked for. */
const LIST_PAGE = 2000;

/** A user by what never changes, or by the name of today. */
export type UserAddress = { readonly key: string } | { readonly username: string };

interface UserCalls {
  /** Who is signed in. The cheapest call that needs a sign-in. */
  myself(signal: AbortSignal): Promise<WireUser>;
  mayAdminister(signal: AbortSignal): Promise<boolean>;
  /** Needs no sign-in, so it proves none. */
  version(signal: AbortSignal): Promise<Version>;
  /** The applications, and the groups that grant a licence for them. */
  listRoles(signal: AbortSignal): Promise<readonly WireRole[]>;
  /** A page of all users, disabled ones included. `undefined`: this version has no such list. */
  listUsers(cursor: string | undefined, signal: AbortSignal): Promise<UserPage | undefined>;
  /** Users with the needle in one of their names, disabled ones included, as far as the search goes. */
  searchUsers(search: UserSearch, signal: AbortSignal): Promise<readonly WireUser[]>;
  findUser(user: UserAddress, signal: AbortSignal): Promise<WireUser | undefined>;
  /** @returns The new user, from servers that answer with it. */
  createUser(user: NewUserBody, signal: AbortSignal): Promise<WireUser | undefined>;
  updateUser(key: string, user: UserBody, signal: AbortSignal): Promise<void>;
}

export interface UserSearch {
  readonly needle: string;
  readonly start: number;
  readonly length: number;
}

/**
 * Jira's REST API, one function a call.
 * All throw `HttpError`; what is looked up and not there is `undefined`.
 */
export interface JiraClient extends UserCalls, GroupCalls, LeadCalls {}

export type Call = Omit<HttpRequest, "signal">;

export interface Senders {
  readonly send: (call: Call, signal: AbortSignal) => Promise<unknown>;
  /** The same; what Jira says is not there is `undefined`. */
  readonly find: (call: Call, signal: AbortSignal) => Promise<unknown>;
}

const PRODUCT = {
  called: "Jira",
  api: "/rest/api/2",
  entrance: "/myself",
  pages: "/secure or /login",
  permissionFix: PERMISSION_FIX,
};

export function createJiraClient(config: JiraConfig, parts: ClientParts): JiraClient {
  const http = createProductHttp(config, PRODUCT, parts);
  const send = async (call: Call, signal: AbortSignal) => (await http.request({ ...call, signal })).body;
  const find = (call: Call, signal: AbortSignal) =>
    send(call, signal).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  const senders = { send, find };
  return {
    ...serverCalls(senders),
    ...listCalls(senders),
    ...userCalls(senders),
    ...groupCalls(senders),
    ...leadCalls(senders),
  };
}

type ServerCall = "myself" | "mayAdminister" | "version" | "listRoles";

function serverCalls({ send }: Senders): Pick<UserCalls, ServerCall> {
  const get = (path: string, signal: AbortSignal) => send({ method: "GET", path }, signal);
  return {
    myself: async (signal) => readUser(await get("/myself", signal)),
    mayAdminister: async (signal) => readMayAdminister(await get("/mypermissions", signal)),
    version: async (signal) => readVersion(await get("/serverInfo", signal)),
    listRoles: async (signal) =>
      readList(await get("/applicationrole", signal), "a list of applications", readRole),
  };
}

function listCalls({ send }: Senders): Pick<UserCalls, "listUsers" | "searchUsers"> {
  return {
    async listUsers(cursor, signal) {
      const query = { maxResults: LIST_PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const call = { method: "GET", path: "/user/list", query } as const;
      const body = await send(call, signal).catch((error: unknown) => {
        if (isMissingPath(error)) return undefined;
        throw error;
      });
      return body === undefined ? undefined : readUserPage(body);
    },
    async searchUsers({ needle, start, length }, signal) {
      const query = { username: needle, includeInactive: true, startAt: start, maxResults: length };
      const body = await send({ method: "GET", path: "/user/search", query }, signal);
      return readList(body, "a list of users", readUser);
    },
  };
}

type OneUser = "findUser" | "createUser" | "updateUser";

function userCalls({ send, find }: Senders): Pick<UserCalls, OneUser> {
  return {
    async findUser(user, signal) {
      const body = await find({ method: "GET", path: "/user", query: { ...user } }, signal);
      return body === undefined ? undefined : readUser(body);
    },
    async createUser(body, signal) {
      const answer = await send({ method: "POST", path: "/user", body }, signal);
      return answer === undefined ? undefined : readUser(answer);
    },
    async updateUser(key, body, signal) {
      await send({ method: "PUT", path: "/user", query: { key }, body }, signal);
    },
  };
}

/** A version without the list answers as it does to any address that it does not know, in whatever form. */
function isMissingPath(error: unknown): boolean {
  return error instanceof HttpError && error.status === 404;
}
