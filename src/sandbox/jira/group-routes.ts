import type { FastifyInstance, FastifyRequest } from "fastify";
import {
  bodyOf,
  type JiraContext,
  namedGroup,
  numberOf,
  queryOf,
  requireAdmin,
  rootOf,
  textOf,
} from "./exchange.ts";
import { addGroup, findGroup, findUser, membersOf } from "./jira-state.ts";
import { Refusal, userNotFound } from "./refusal.ts";
import { viewGroup, viewMember } from "./views.ts";

/** Most members that one answer holds, whatever was asked for. */
const MEMBER_PAGE = 50;

/** Groups and who is in them. */
export function addGroupRoutes(app: FastifyInstance, context: JiraContext): void {
  const { state } = context;

  app.post("/group", (request, reply) => {
    requireAdmin(context, request);
    const name = textOf(bodyOf(request, ["name"]), "name") ?? "";
    if (name.trim() === "") throw new Refusal(400, "The group name must not be empty.");
    if (name.length > 255) throw new Refusal(400, "The group name is too long.");
    if (findGroup(state, name) !== undefined) {
      throw new Refusal(400, "A group with this name already exists.");
    }
    return reply.code(201).send(viewGroup(addGroup(state, { name }), rootOf(context, request)));
  });

  app.get("/group/member", (request) => {
    requireAdmin(context, request);
    return memberPage(context, request);
  });

  app.post("/group/user", (request, reply) => {
    requireAdmin(context, request);
    const group = namedGroup(context, request);
    const name = textOf(bodyOf(request, ["name"]), "name") ?? "";
    const user = findUser(state, name);
    if (user === undefined) throw userNotFound(name);
    if (group.members.has(user)) throw new Refusal(400, "Cannot add user, as the user is a member already.");
    group.members.add(user);
    return reply.code(201).send(viewGroup(group, rootOf(context, request)));
  });

  app.delete("/group/user", (request, reply) => {
    requireAdmin(context, request);
    const group = namedGroup(context, request);
    const name = queryOf(request, "username") ?? "";
    const user = findUser(state, name);
    if (user === undefined) throw userNotFound(name);
    if (!group.members.delete(user)) throw new Refusal(400, "Cannot remove user, as the user is no member.");
    return reply.code(200).send();
  });
}

function memberPage(context: JiraContext, request: FastifyRequest): object {
  const group = namedGroup(context, request);
  const root = rootOf(context, request);
  const start = numberOf(request, "startAt", 0);
  const size = Math.min(MEMBER_PAGE, numberOf(request, "maxResults", MEMBER_PAGE));
  const withInactive = queryOf(request, "includeInactiveUsers") === "true";
  const members = [...membersOf(context.state, group)].filter(({ active }) => active || withInactive);
  const values = members.slice(start, start + size).map((user) => viewMember(user, root));
  const isLast = start + size >= members.length;
  const place = (at: number) =>
    `${root}/group/member?groupname=${encodeURIComponent(group.name)}&maxResults=${size}&startAt=${at}`;
  return {
    ...{ self: place(start), maxResults: size, startAt: start, total: members.length, isLast, values },
    ...(isLast ? {} : { nextPage: place(start + size) }),
  };
}
