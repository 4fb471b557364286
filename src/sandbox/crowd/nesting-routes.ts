import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type CrowdGroup, type CrowdState, findGroup, isWithin } from "./crowd-state.ts";
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
import { namedGroup } from "./find-named.ts";
import { viewGroup, viewGroupLink } from "./group-view.ts";
import { groupNotFound, Refusal } from "./refusal.ts";
import { answerList, expandOf } from "./search-routes.ts";

const PATH = "/group/child-group/direct";

/** Which group is in which: listed, nested, taken out. */
export function addNestingRoutes(app: FastifyInstance, context: CrowdContext): void {
  const { state, profile } = context;

  app.get(PATH, (request, reply) =>
    queryOf(request)["child-groupname"] === undefined
      ? answerChildren(context, request, reply)
      : answerChild(context, request, reply),
  );

  app.post(PATH, (request, reply) => {
    const group = namedGroup(context, request);
    const name = textOf(bodyOf(request, ["name", "link", "description", "type", "active"]), "name");
    const child = findGroup(state, name);
    // Crowd answers 404 of the group in the address, and 400 of the one in the body.
    if (child === undefined) throw groupNotFound(name, 400);
    requireRight(context, "modify-group");
    refuseNesting(state, group, child, profile.nestedGroups);
    group.childGroups.add(child.name);
    const query = `groupname=${encodeURIComponent(group.name)}&child-groupname=${encodeURIComponent(child.name)}`;
    return reply
      .code(201)
      .header("location", `${rootOf(context, request)}${PATH}?${query}`)
      .send();
  });

  app.delete(PATH, (request, reply) => {
    const group = namedGroup(context, request);
    const child = childIn(context, request);
    requireRight(context, "modify-group");
    if (!group.childGroups.delete(child.name)) throw notNested(child, group);
    return reply.code(204).send();
  });
}

function refuseNesting(state: CrowdState, group: CrowdGroup, child: CrowdGroup, isPossible: boolean): void {
  if (!isPossible) {
    throw new Refusal(400, "NESTED_GROUPS_NOT_SUPPORTED", "The directory does not support nested groups");
  }
  if (group.childGroups.has(child.name)) {
    const message = `<${child.name}> is already a member of <${group.name}>`;
    throw new Refusal(409, "MEMBERSHIP_ALREADY_EXISTS", message);
  }
  if (isWithin(state, group, child)) {
    const message = `<${child.name}> in <${group.name}> would be a circular reference`;
    throw new Refusal(400, "INVALID_MEMBERSHIP", message);
  }
}

function answerChildren(context: CrowdContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { state, profile } = context;
  const isMissing = findGroup(state, requiredQuery(request, "groupname")) === undefined;
  if (isMissing && profile.missingGroup === "empty") {
    return answerList(context, reply, { element: "group", items: [] });
  }
  const { start, length } = pageOf(request, profile);
  const root = rootOf(context, request);
  const full = expandOf(request).includes("group");
  const children = [...namedGroup(context, request).childGroups].flatMap(
    (name) => findGroup(state, name) ?? [],
  );
  const items = children
    .slice(start, start + length)
    .map((group) => (full ? viewGroup(group, root) : viewGroupLink(group, root)));
  return answerList(context, reply, { element: "group", items });
}

function answerChild(context: CrowdContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const group = namedGroup(context, request);
  const child = childIn(context, request);
  if (!group.childGroups.has(child.name)) throw notNested(child, group);
  return answer(reply, "group", viewGroupLink(child, rootOf(context, request)));
}

function childIn({ state }: CrowdContext, request: FastifyRequest): CrowdGroup {
  const name = requiredQuery(request, "child-groupname");
  const child = findGroup(state, name);
  if (child === undefined) throw groupNotFound(name);
  return child;
}

function notNested(child: CrowdGroup, group: CrowdGroup): Refusal {
  return new Refusal(404, "MEMBERSHIP_NOT_FOUND", `<${child.name}> is not in <${group.name}>`);
}
