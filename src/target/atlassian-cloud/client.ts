import type { AtlassianCloudConfig } from "../../config/config.ts";
import { UsersyncError } from "../../errors.ts";
import { createHttpClient, type HttpRequest } from "../../http/http-client.ts";
import type { ClientParts } from "../target-parts.ts";

/** An account as SCIM writes it. Every property may be absent, whatever the description says. */
export interface ScimUser {
  readonly id?: string;
  readonly externalId?: string;
  readonly userName?: string;
  readonly displayName?: string;
  readonly name?: { readonly givenName?: string; readonly familyName?: string };
  readonly emails?: readonly ScimEmail[];
  readonly active?: boolean;
}

export interface ScimEmail {
  readonly value?: string;
  readonly type?: string;
  readonly primary?: boolean;
}

export interface ScimGroup {
  readonly id?: string;
  readonly displayName?: string;
  readonly members?: readonly { readonly value?: string }[];
}

/** Part of a list. `totalResults` counts the whole. */
export interface ScimPage<Resource> {
  readonly totalResults: number;
  readonly resources: readonly Resource[];
}

export interface ScimPatch {
  readonly schemas: readonly string[];
  readonly Operations: readonly ScimPatchOperation[];
}

export interface ScimPatchOperation {
  readonly op: "add" | "replace" | "remove";
  readonly path: string;
  readonly value?: unknown;
}

export interface PageRequest {
  /** 1 for the first. */
  readonly startIndex: number;
  readonly count: number;
}

/** The calls of one directory. They throw as `HttpClient.request` does. */
export type CloudClient = ReturnType<typeof createCloudClient>;

const FIXES = {
  signIn:
    "Put the directory's own SCIM key into `token`: admin.atlassian.com › Security › Identity providers › your directory › Set up user provisioning shows it once and can make a new one. An organization API key does not work here, and keys expire.",
  permission:
    "Check that `token` is the SCIM key of the directory that `directoryId` names, not one of another directory and not an organization API key, and that your plan includes user provisioning (Atlassian Guard).",
};

export function createCloudClient(config: AtlassianCloudConfig, parts: ClientParts) {
  const http = createHttpClient({
    ...parts,
    name: config.name,
    baseUrl: `${config.url.replace(/\/$/, "")}/scim/directory/${encodeURIComponent(config.directoryId)}`,
    authorization: `Bearer ${config.token}`,
    connection: config.connection,
    fixes: FIXES,
  });
  const send = async (request: HttpRequest): Promise<unknown> => (await http.request(request)).body;
  const at = (kind: "Users" | "Groups", id: string) => `/${kind}/${encodeURIComponent(id)}`;

  async function list<Resource>(path: string, query: Query, signal: AbortSignal) {
    return toPage<Resource>(
      await send({ method: "GET", path, query, signal }),
      `${config.name}: GET ${path}`,
    );
  }

  return {
    listUsers: ({ startIndex, count }: PageRequest, signal: AbortSignal) =>
      list<ScimUser>("/Users", { startIndex, count }, signal),
    listGroups: ({ startIndex, count }: PageRequest, signal: AbortSignal) =>
      list<ScimGroup>("/Groups", { startIndex, count }, signal),
    /** What the server takes for equal. Compare again: some match beginnings. */
    findUsers: async (attribute: "userName" | "externalId", value: string, signal: AbortSignal) =>
      (await list<ScimUser>("/Users", { filter: `${attribute} eq ${quoted(value)}` }, signal)).resources,
    findGroups: async (name: string, signal: AbortSignal) =>
      (await list<ScimGroup>("/Groups", { filter: `displayName eq ${quoted(name)}` }, signal)).resources,
    getUser: async (id: string, signal: AbortSignal) =>
      toObject<ScimUser>(await send({ method: "GET", path: at("Users", id), signal })),
    getGroup: async (id: string, signal: AbortSignal) =>
      toObject<ScimGroup>(await send({ method: "GET", path: at("Groups", id), signal })),
    createUser: async (body: unknown, signal: AbortSignal) =>
      toObject<ScimUser>(await send({ method: "POST", path: "/Users", body, signal })),
    createGroup: async (body: unknown, signal: AbortSignal) =>
      toObject<ScimGroup>(await send({ method: "POST", path: "/Groups", body, signal })),
    patchUser: (id: string, body: ScimPatch, signal: AbortSignal) =>
      send({ method: "PATCH", path: at("Users", id), body, signal }),
    patchGroup: (id: string, body: ScimPatch, signal: AbortSignal) =>
      send({ method: "PATCH", path: at("Groups", id), body, signal }),
  };
}

type Query = NonNullable<HttpRequest["query"]>;

/** A value of a filter: SCIM takes JSON's way to write strings. */
function quoted(value: string): string {
  return JSON.stringify(value);
}

function toObject<Resource extends object>(body: unknown): Partial<Resource> {
  return typeof body === "object" && body !== null ? body : {};
}

function toPage<Resource>(body: unknown, call: string): ScimPage<Resource> {
  const { totalResults, Resources } = toObject<{ totalResults: unknown; Resources: unknown }>(body);
  // An empty list may come without `Resources`.
  const resources = Resources ?? (totalResults === 0 ? [] : undefined);
  if (typeof totalResults === "number" && Array.isArray(resources)) return { totalResults, resources };
  throw new UsersyncError("UNEXPECTED_ANSWER", {
    what: `${call} was answered with something that is no list.`,
    why: "A list of SCIM has `totalResults` and `Resources`.",
    fix: "Check `url` and `directoryId` of this target.",
  });
}
