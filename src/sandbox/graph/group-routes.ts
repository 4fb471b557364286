import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseFilter } from "./filter.ts";
import type { GraphContext } from "./graph-context.ts";
import type { Member } from "./graph-directory.ts";
import { notFound } from "./graph-error.ts";
import { renderObject, sendObject, sendPage } from "./page.ts";
import { demand, mayRead } from "./permissions.ts";
import { GROUP, type ObjectType, OTHER, SERVICE_PRINCIPAL, USER } from "./properties.ts";
import { readQuery } from "./query.ts";
import type { GraphGroup } from "./tenant.ts";

const FILTERABLE = new Set(["displayName", "id", "mail", "mailNickname", "securityEnabled", "mailEnabled"]);
const COLLECTION = { options: ["$select", "$top", "$filter", "$skiptoken"], types: [GROUP] };
const OBJECT = { options: ["$select"], types: [GROUP] };
const MEMBERS = {
  options: ["$select", "$top", "$skiptoken"],
  types: [USER, GROUP, SERVICE_PRINCIPAL, OTHER],
};
const TYPES: Record<Member["type"], ObjectType> = {
  user: USER,
  group: GROUP,
  device: OTHER,
  servicePrincipal: SERVICE_PRINCIPAL,
  orgContact: OTHER,
};

type ById = FastifyRequest<{ Params: { id: string } }>;

/** `/groups`, `/groups/{id}` and their members, direct and nested. */
export function addGroupRoutes(app: FastifyInstance, { directory, oddities }: GraphContext): void {
  app.get("/v1.0/groups", async (request, reply) => {
    demand(request.graphRoles, "groups");
    const query = readQuery(request, COLLECTION);
    const isWanted = query.filter === undefined ? () => true : parseFilter(query.filter, FILTERABLE);
    return sendPage(reply, oddities, {
      items: directory.groups().filter(isWanted),
      query,
      context: "groups",
      render: (group) => renderObject(group, GROUP, query.select),
    });
  });

  app.get("/v1.0/groups/:id", async (request: ById, reply) => {
    demand(request.graphRoles, "groups");
    const { select } = readQuery(request, OBJECT);
    return sendObject(reply, "groups/$entity", renderObject(find(request), GROUP, select));
  });

  app.get("/v1.0/groups/:id/members", async (request: ById, reply) => {
    demand(request.graphRoles, "members");
    return sendPage(
      reply,
      oddities,
      listing(request, (group) => directory.members(group)),
    );
  });

  app.get("/v1.0/groups/:id/transitiveMembers", async (request: ById, reply) => {
    demand(request.graphRoles, "members");
    return sendPage(
      reply,
      oddities,
      listing(request, (group) => directory.transitiveMembers(group)),
    );
  });

  function find({ params: { id } }: ById): GraphGroup {
    const group = oddities.vanishedGroups.has(id) ? undefined : directory.findGroup(id);
    if (group === undefined) throw notFound(id);
    return group;
  }

  function listing(request: ById, read: (group: GraphGroup) => readonly Member[]) {
    const { graphRoles: roles } = request;
    const query = readQuery(request, MEMBERS);
    const group = find(request);
    const isHidden = group["visibility"] === "HiddenMembership" && !mayRead(roles, "hiddenMembers");
    return {
      items: isHidden ? [] : read(group),
      query,
      context: "directoryObjects",
      render: (member: Member) => renderMember(member, roles, query.select),
    };
  }
}

/**
 * A member with its type. A caller who may not read objects of that type gets the id and nothing else:
 * status 200, every other property null.
 */
function renderMember(member: Member, roles: ReadonlySet<string>, select: readonly string[] | undefined) {
  const type = TYPES[member.type];
  const own = select?.filter((name) => type.known.has(name) || name.startsWith("extension_"));
  const rendered = renderObject(member.object, type, own);
  const area = member.type === "user" ? "users" : member.type === "group" ? "groups" : "applications";
  if (!mayRead(roles, area)) {
    for (const name of Object.keys(rendered)) rendered[name] = name === "id" ? member.object.id : null;
  }
  return { "@odata.type": `#microsoft.graph.${member.type}`, ...rendered };
}
