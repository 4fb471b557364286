import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type CrowdGroup, type CrowdUser, findGroup, findUser } from "./crowd-state.ts";
import {
  answer,
  bodyOf,
  type CrowdContext,
  pageOf,
  queryOf,
  requiredQuery,
  requireRight,
  rootOf,
  textOf,
} from "./exchange.ts";
import { namedGroup, namedUser } from "./find-named.ts";
import { viewGroup, viewGroupLink } from "./group-view.ts";
import { Refusal, userNotFound } from "./refusal.ts";
import { answerList, expandOf } from "./search-routes.ts";
import { escapeXml, XML_HEADER } from "./to-xml.ts";
import { viewUser, viewUserLink } from "./user-view.ts";

/** Who is in which group: listed, added, removed, and all of it at once. */
export function addMembershipRoutes(app: FastifyInstance, context: CrowdContext): void {
  app.get("/group/user/direct", (request, reply) => {
    if (queryOf(request)["username"] !== undefined) return answerMember(context, request, reply);
    return answerMembers(context, request, reply);
  });

  app.post("/group/user/direct", (request, reply) => {
    const group = namedGroup(context, request);
    const name = textOf(bodyOf(request, ["name", "link"]), "name");
    const user = findUser(context.state, name);
    if (user === undefined) throw userNotFound(name, 400);
    requireRight(context, "modify-group");
    if (group.members.has(user)) {
      throw new Refusal(409, "MEMBERSHIP_ALREADY_EXISTS", `<${name}> is already a member of <${group.name}>`);
    }
    group.members.add(user);
    const query = `groupname=${encodeURIComponent(group.name)}&username=${encodeURIComponent(user.name)}`;
    return reply
      .code(201)
      .header("location", `${rootOf(context, request)}/group/user/direct?${query}`)
      .send();
  });

  app.delete("/group/user/direct", (request, reply) => {
    const group = namedGroup(context, request);
    const user = namedUser(context, request);
    requireRight(context, "modify-group");
    if (!group.members.delete(user)) throw notMember(user, group);
    return reply.code(204).send();
  });

  app.get("/user/group/direct", (request, reply) => {
    const user = namedUser(context, request);
    const root = rootOf(context, request);
    const full = expandOf(request).includes("group");
    const groups = [...context.state.groups.values()].filter((group) => group.members.has(user));
    const items = groups.map((group) => (full ? viewGroup(group, root) : viewGroupLink(group, root)));
    return answerList(context, reply, { element: "group", items });
  });

  app.get("/group/membership", (request, reply) => {
    const { accept = "*/*" } = request.headers;
    if (!/xml|\*\/\*/.test(accept)) return reply.code(406).send();
    return reply.type("application/xml").send(Readable.from(dump(context.state.groups.values())));
  });
}

function answerMembers(context: CrowdContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const name = requiredQuery(request, "groupname");
  const isMissing = findGroup(context.state, name) === undefined;
  if (isMissing && context.profile.missingGroup === "empty") {
    return answerList(context, reply, { element: "user", items: [] });
  }
  const { start, length } = pageOf(request, context.profile);
  const root = rootOf(context, request);
  const options = { root, profile: context.profile, withAttributes: false };
  const full = expandOf(request).includes("user");
  const members = [...namedGroup(context, request).members].slice(start, start + length);
  const items = members.map((user) => (full ? viewUser(user, options) : viewUserLink(user, root)));
  return answerList(context, reply, { element: "user", items });
}

function answerMember(context: CrowdContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const group = namedGroup(context, request);
  const user = namedUser(context, request);
  if (!group.members.has(user)) throw notMember(user, group);
  return answer(reply, "user", viewUserLink(user, rootOf(context, request)));
}

function notMember(user: CrowdUser, group: CrowdGroup): Refusal {
  return new Refusal(404, "MEMBERSHIP_NOT_FOUND", `<${user.name}> is not a member of <${group.name}>`);
}

/** Every group with its members, a group at a time: the whole may be larger than one string should be. */
function* dump(groups: Iterable<CrowdGroup>): Generator<string> {
  yield `${XML_HEADER}<memberships>`;
  for (const { name, members, foreignMembers, childGroups } of groups) {
    const names = [...[...members].map((user) => user.name), ...foreignMembers];
    const users = names.map((member) => `<user name="${escapeXml(member)}"/>`).join("");
    const children = [...childGroups].map((child) => `<group name="${escapeXml(child)}"/>`).join("");
    yield `<membership group="${escapeXml(name)}"><users>${users}</users><groups>${children}</groups></membership>`;
  }
  yield "</memberships>";
}
