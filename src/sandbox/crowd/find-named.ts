import type { FastifyRequest } from "fastify";
import { type CrowdGroup, type CrowdUser, findGroup, findUser } from "./crowd-state.ts";
import { type CrowdContext, requiredQuery } from "./exchange.ts";
import { groupNotFound, userNotFound } from "./refusal.ts";

/** The user that the address names. */
export function namedUser({ state }: CrowdContext, request: FastifyRequest): CrowdUser {
  const name = requiredQuery(request, "username");
  const user = findUser(state, name);
  if (user === undefined) throw userNotFound(name);
  return user;
}

/** The group that the address names. */
export function namedGroup({ state }: CrowdContext, request: FastifyRequest): CrowdGroup {
  const name = requiredQuery(request, "groupname");
  const group = findGroup(state, name);
  if (group === undefined) throw groupNotFound(name);
  return group;
}
