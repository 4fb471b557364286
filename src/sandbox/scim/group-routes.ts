import type { FastifyInstance, FastifyRequest } from "fastify";
import { checkName, patchGroup, readMembers } from "./patch-group.ts";
import { readOperations } from "./patch-operations.ts";
import { isObject, readText } from "./read-fields.ts";
import type { ScimContext } from "./scim-context.ts";
import { invalidSyntax, invalidValue, noSuchResource } from "./scim-error.ts";
import { readFilter, readPage, readParameters } from "./scim-query.ts";
import type { ScimGroup } from "./scim-resource.ts";
import { renderGroup, renderList, sendScim } from "./scim-view.ts";

const LISTED = ["filter", "startIndex", "count"];
const KNOWN = ["schemas", "id", "externalId", "displayName", "members", "meta"];

type ById = FastifyRequest<{ Params: { id: string } }>;

/** `Groups` and `Groups/{id}`. */
export function addGroupRoutes(app: FastifyInstance, context: ScimContext): void {
  const { directory, path } = context;
  const { groups } = directory;
  const baseOf = (request: FastifyRequest) => `http://${request.headers.host}${path}`;
  const view = (request: FastifyRequest, group: ScimGroup) =>
    renderGroup(context, { group, base: baseOf(request) });
  const find = ({ params: { id } }: ById) => {
    const group = groups.get(id);
    if (group === undefined) throw noSuchResource(id);
    return group;
  };

  app.get(`${path}/Groups`, async (request, reply) => {
    const parameters = readParameters(request, LISTED);
    const filter = readFilter(parameters.get("filter"), ["displayName"]);
    const found = filter === undefined ? undefined : groups.find(filter.value);
    const base = baseOf(request);
    const body = renderList(context, {
      items: filter === undefined ? groups.all() : found === undefined ? [] : [found],
      page: readPage(parameters),
      render: (group) => renderGroup(context, { group, base, inList: true }),
    });
    return sendScim(reply, 200, body);
  });
  app.post(`${path}/Groups`, async (request, reply) => {
    const { displayName, externalId, members } = readGroup(context, request.body);
    const group = groups.create(displayName, externalId);
    for (const userId of members) groups.addMember(group, userId);
    return sendScim(reply, 201, view(request, group));
  });
  app.get(`${path}/Groups/:id`, async (request: ById, reply) =>
    sendScim(reply, 200, view(request, find(request))),
  );
  app.put(`${path}/Groups/:id`, async (request: ById, reply) => {
    const group = find(request);
    const { displayName, members } = readGroup(context, request.body);
    checkName(group, displayName);
    for (const userId of [...group.members]) groups.removeMember(group, userId);
    for (const userId of members) groups.addMember(group, userId);
    return sendScim(reply, 200, view(request, group));
  });
  app.patch(`${path}/Groups/:id`, async (request: ById, reply) => {
    const group = find(request);
    patchGroup(directory, group, readOperations(request.body));
    return sendScim(reply, 200, view(request, group));
  });
  app.delete(`${path}/Groups/:id`, async (request: ById, reply) => {
    groups.remove(find(request));
    return reply.code(204).send();
  });
}

function readGroup({ directory }: ScimContext, body: unknown) {
  if (!isObject(body)) throw invalidSyntax("The body must be an object");
  const unknown = Object.keys(body).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw invalidSyntax(`Attribute ${unknown} is not supported`);
  const displayName = readText("displayName", body["displayName"]);
  if (displayName.trim() === "") throw invalidValue("displayName is required");
  const members = readMembers(body["members"] ?? []);
  const missing = members.find((userId) => directory.users.get(userId) === undefined);
  if (missing !== undefined) throw invalidValue(`Member ${missing} does not exist`);
  const { externalId } = body;
  return {
    displayName,
    members,
    ...(externalId === undefined ? {} : { externalId: readText("externalId", externalId) }),
  };
}
