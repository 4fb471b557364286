import type { BitbucketConfig } from "../../config/config.ts";
import type { ExplainRefusal } from "../../http/explain-answer.ts";
import { createProductHttp } from "../product-http.ts";
import type { ClientParts } from "../target-parts.ts";
import { type AccessCalls, accessCalls } from "./access-calls.ts";
import { PERMISSION_FIX, unreadable } from "./explain.ts";
import { type GroupCalls, groupCalls } from "./group-calls.ts";
import { type ListQuery, pageCall, type Send } from "./page-call.ts";
import {
  exceptionsOf,
  isStatus,
  type NewUserQuery,
  type Page,
  readDirectories,
  readPage,
  readUser,
  type UserBody,
  type WireDirectory,
  type WireUser,
} from "./wire.ts";

interface UserCalls {
  /** Needs no sign-in, so it proves none. */
  version(signal: AbortSignal): Promise<string>;
  /** `undefined`: this version does not tell. */
  listDirectories(signal: AbortSignal): Promise<readonly WireDirectory[] | undefined>;
  listUsers(query: ListQuery, signal: AbortSignal): Promise<Page<WireUser>>;
  createUser(query: NewUserQuery, signal: AbortSignal): Promise<void>;
  /** @returns The user as it is now. */
  updateUser(user: UserBody, signal: AbortSignal): Promise<WireUser>;
  renameUser(name: string, newName: string, signal: AbortSignal): Promise<WireUser>;
  setPassword(name: string, password: string, signal: AbortSignal): Promise<void>;
}

/** Bitbucket's REST API, one function a call. All throw `HttpError`. Users and groups go by their names. */
export interface BitbucketClient extends UserCalls, GroupCalls, AccessCalls {}

export function createBitbucketClient(config: BitbucketConfig, parts: ClientParts): BitbucketClient {
  const product = {
    called: "Bitbucket",
    api: "/rest/api/latest",
    // The first call of a check and of a run.
    entrance: "/admin/permissions/groups",
    pages: "/dashboard or /login",
    permissionFix: PERMISSION_FIX,
    explain,
  };
  const http = createProductHttp(config, product, parts);
  const send: Send = async (call, signal) => (await http.request({ ...call, signal })).body;
  return { ...userCalls(send), ...groupCalls(send), ...accessCalls(send) };
}

/** Bitbucket answers 401 to those whom it knows well, and who may not do something. */
const explain: ExplainRefusal = ({ status, body }) => {
  if (status !== 401 || !exceptionsOf(body).some((name) => name.endsWith("AuthorisationException"))) {
    return undefined;
  }
  const why = "The credentials are known, but may not do this.";
  return { code: "PERMISSION_MISSING", why, fix: PERMISSION_FIX };
};

function userCalls(send: Send): UserCalls {
  const path = "/admin/users";
  return {
    async version(signal) {
      const body = await send({ method: "GET", path: "/application-properties" }, signal);
      const version = (body as { readonly version?: unknown } | null)?.version;
      if (typeof version !== "string") throw unreadable("a version of Bitbucket");
      return version;
    },
    async listDirectories(signal) {
      const call = { method: "GET", path: "/admin/user-directories" } as const;
      const body = await send(call, signal).catch((error: unknown) => {
        if (isStatus(error, 404)) return undefined;
        throw error;
      });
      return body === undefined ? undefined : readDirectories(body);
    },
    listUsers: async (query, signal) =>
      readPage(await send(pageCall(path, query), signal), "users", readUser),
    async createUser(query, signal) {
      await send({ method: "POST", path, query: { ...query } }, signal);
    },
    updateUser: async (body, signal) => readUser(await send({ method: "PUT", path, body }, signal)),
    async renameUser(name, newName, signal) {
      const body = { name, newName };
      return readUser(await send({ method: "POST", path: `${path}/rename`, body }, signal));
    },
    async setPassword(name, password, signal) {
      const body = { name, password, passwordConfirm: password };
      await send({ method: "PUT", path: `${path}/credentials`, body }, signal);
    },
  };
}
