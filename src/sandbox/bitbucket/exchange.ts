import type { FastifyRequest } from "fastify";
import { signedInAs } from "../product-access.ts";
import type { BitbucketProfile } from "./bitbucket-profile.ts";
import {
  type BitbucketGroup,
  type BitbucketPermission,
  type BitbucketState,
  type BitbucketUser,
  findGroup,
  findUser,
} from "./bitbucket-state.ts";
import { rankOf, userRank } from "./rank.ts";
import { groupNotFound, notAllowed, userNotFound, wrongField } from "./refusal.ts";

/** What every route works on. */
export interface BitbucketContext {
  readonly state: BitbucketState;
  readonly profile: BitbucketProfile;
  /** Where Bitbucket is installed on the server: `/bitbucket`, or nothing. */
  readonly contextPath: string;
}

/** Parameters that Bitbucket does not know are read over. */
export function queryOf(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

/** A parameter that has to be there. */
export function requiredQuery(request: FastifyRequest, name: string): string {
  const value = queryOf(request, name) ?? "";
  if (value.trim() === "") throw wrongField(name, `The parameter ${name} is required.`);
  return value;
}

/** A body that must be an object. Fields that Bitbucket does not know are read over. */
export function bodyOf({ body }: FastifyRequest): Readonly<Record<string, unknown>> {
  if (typeof body === "object" && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw wrongField("body", "The body must be an object.");
}

export function textOf(body: Readonly<Record<string, unknown>>, key: string): string {
  const value = body[key];
  if (typeof value === "string" && value.trim() !== "") return value;
  throw wrongField(key, `The field ${key} is required.`);
}

export function listOf(body: Readonly<Record<string, unknown>>, key: string): readonly string[] {
  const value = body[key];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw wrongField(key, `The field ${key} must be a list of names.`);
}

/**
 * Whoever asks, if that is somebody who may do as much as a permission allows.
 *
 * @returns How much that is.
 */
export function requireRank(
  { state }: BitbucketContext,
  request: FastifyRequest,
  permission: BitbucketPermission,
): number {
  const user = findUser(state, signedInAs(request) ?? "");
  const own = user === undefined ? 0 : userRank(state, user);
  // A token may do things in projects, and never more than that.
  const isToken = /^bearer /i.test(request.headers.authorization ?? "");
  const rank = isToken ? Math.min(own, rankOf("PROJECT_CREATE")) : own;
  if (rank < rankOf(permission)) throw notAllowed();
  return rank;
}

export function isSelf(request: FastifyRequest, { name }: BitbucketUser): boolean {
  return signedInAs(request)?.toLowerCase() === name.toLowerCase();
}

export function namedUser({ state }: BitbucketContext, name: string): BitbucketUser {
  const user = findUser(state, name);
  if (user === undefined) throw userNotFound(name);
  return user;
}

export function namedGroup({ state }: BitbucketContext, name: string): BitbucketGroup {
  const group = findGroup(state, name);
  if (group === undefined) throw groupNotFound(name);
  return group;
}
