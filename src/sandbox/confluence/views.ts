import type { FastifyRequest } from "fastify";
import type { ConfluenceGroup, ConfluenceUser } from "./confluence-state.ts";
import { baseOf, type ConfluenceContext, expands } from "./exchange.ts";

/** A user as every answer shows it: never with an e-mail, and with the status only when asked for it. */
export function viewUser(context: ConfluenceContext, user: ConfluenceUser, request: FastifyRequest): object {
  const { key, name, fullName, active } = user;
  const withStatus = expands(request, "status");
  return {
    ...{ type: "known", username: name, userKey: key, displayName: fullName },
    profilePicture: {
      ...{ path: `${context.contextPath}/images/icons/profilepics/default.svg`, width: 48, height: 48 },
      isDefault: true,
    },
    ...(withStatus ? { status: active ? "current" : "deactivated" } : {}),
    _links: { self: `${baseOf(context, request)}/rest/api/user?key=${key}` },
    _expandable: withStatus ? {} : { status: "" },
  };
}

export function viewGroup(
  context: ConfluenceContext,
  { name }: ConfluenceGroup,
  request: FastifyRequest,
): object {
  const self = `${baseOf(context, request)}/rest/api/group/${encodeURIComponent(name)}`;
  return { type: "group", name, _links: { self } };
}
