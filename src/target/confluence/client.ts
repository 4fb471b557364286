import type { ConfluenceConfig } from "../../config/config.ts";
import { createProductHttp } from "../product-http.ts";
import type { ClientParts } from "../target-parts.ts";
import { notSignedIn, PERMISSION_FIX } from "./explain.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { type GroupCalls, groupCalls } from "./group-calls.ts";
import { segment } from "./segment.ts";
import { type Call, PAGE, type Senders, type UserAddress } from "./senders.ts";
import { takesUpdates } from "./takes-updates.ts";
import {
  isAnonymous,
  isMissingCall,
  isNotFound,
  type NewUserBody,
  type Page,
  readLicensed,
  readPage,
  readPerson,
  readUser,
  readUserKey,
  type UserBody,
  type WireUser,
} from "./wire.ts";

interface ServerCalls {
  /** Who is signed in. The cheapest call that needs a sign-in. */
  current(signal: AbortSignal): Promise<WireUser>;
  /** `undefined`: this server does not tell. */
  version(signal: AbortSignal): Promise<string | undefined>;
  isReadOnly(signal: AbortSignal): Promise<boolean>;
  /** Names of the groups that may use Confluence. `undefined`: this version does not tell. */
  listLicensed(signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** Whether accounts can be updated. Changes nothing. */
  takesUpdates(signal: AbortSignal): Promise<boolean>;
}

interface UserCalls {
  /** A page of all users, disabled ones included. `undefined`: this version has no such list. */
  listUsers(start: number, signal: AbortSignal): Promise<Page<WireUser> | undefined>;
  findUser(user: UserAddress, signal: AbortSignal): Promise<WireUser | undefined>;
  /** @returns The key of the new user, where the server tells it. */
  createUser(user: NewUserBody, signal: AbortSignal): Promise<string | undefined>;
  /** @param username The name of today: Confluence takes no key here. The same for the one below. */
  updateUser(username: string, user: UserBody, signal: AbortSignal): Promise<void>;
  setActive(username: string, active: boolean, signal: AbortSignal): Promise<void>;
}

/**
 * Confluence's REST API, one function a call.
 * All throw `HttpError`; what is looked up and not there is `undefined`.
 */
export interface ConfluenceClient extends ServerCalls, UserCalls, GroupCalls {}

const PRODUCT = {
  called: "Confluence",
  api: "/rest/api",
  entrance: "/user/current",
  pages: "/dashboard or /login",
  tokenMenu: "Settings",
  permissionFix: PERMISSION_FIX,
  explain: explainRefusal,
};

export function createConfluenceClient(config: ConfluenceConfig, parts: ClientParts): ConfluenceClient {
  const http = createProductHttp(config, PRODUCT, parts);
  const send = async (call: Call, signal: AbortSignal) => (await http.request({ ...call, signal })).body;
  const unless = (isNone: (error: unknown) => boolean) => (call: Call, signal: AbortSignal) =>
    send(call, signal).catch((error: unknown) => {
      if (isNone(error)) return undefined;
      throw error;
    });
  const senders = { send, find: unless(isNotFound), attempt: unless(isMissingCall) };
  return { ...serverCalls(senders), ...userCalls(senders), ...groupCalls(senders) };
}

function serverCalls({ send, attempt }: Senders): ServerCalls {
  const isReadOnly = async (signal: AbortSignal) =>
    (await attempt({ method: "GET", path: "/accessmode" }, signal)) === "READ_ONLY";
  return {
    async current(signal) {
      const call = { method: "GET", path: "/user/current", query: { expand: "status" } } as const;
      const body = await send(call, signal);
      if (isAnonymous(body)) throw notSignedIn();
      return readUser(body);
    },
    async version(signal) {
      const body = await attempt({ method: "GET", path: "/server-information" }, signal);
      const { version } = (body ?? {}) as { readonly version?: unknown };
      return typeof version === "string" ? version : undefined;
    },
    isReadOnly,
    async listLicensed(signal) {
      const body = await attempt({ method: "GET", path: "/permissions" }, signal);
      return body === undefined ? undefined : readLicensed(body);
    },
    takesUpdates: (signal) => takesUpdates({ send, isReadOnly }, signal),
  };
}

function userCalls({ send, find, attempt }: Senders): UserCalls {
  return {
    async listUsers(start, signal) {
      const query = { start, limit: PAGE, expand: "status" };
      const body = await attempt({ method: "GET", path: "/user/list", query }, signal);
      return body === undefined ? undefined : readPage(body, PAGE, readPerson);
    },
    async findUser(user, signal) {
      const body = await find({ method: "GET", path: "/user", query: { ...user, expand: "status" } }, signal);
      return body === undefined ? undefined : readPerson(body);
    },
    async createUser(body, signal) {
      return readUserKey(await send({ method: "POST", path: "/admin/user", body }, signal));
    },
    async updateUser(username, body, signal) {
      await send({ method: "PUT", path: `/admin/user/${segment(username)}`, body }, signal);
    },
    async setActive(username, active, signal) {
      const path = `/admin/user/${segment(username)}/${active ? "enable" : "disable"}`;
      await send({ method: "PUT", path }, signal);
    },
  };
}
