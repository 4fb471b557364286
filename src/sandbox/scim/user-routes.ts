import type { FastifyInstance, FastifyRequest } from "fastify";
import { readOperations } from "./patch-operations.ts";
import { patchUser } from "./patch-user.ts";
import { readFields } from "./read-fields.ts";
import type { ScimContext } from "./scim-context.ts";
import { noSuchResource } from "./scim-error.ts";
import { readFilter, readPage, readParameters } from "./scim-query.ts";
import type { ScimUser } from "./scim-resource.ts";
import { pick, renderList, renderUser, sendScim } from "./scim-view.ts";

const SHOWN = ["attributes", "excludedAttributes"];
const LISTED = [...SHOWN, "filter", "startIndex", "count"];

type ById = FastifyRequest<{ Params: { id: string } }>;

/** `Users` and `Users/{id}`. */
export function addUserRoutes(app: FastifyInstance, context: ScimContext): void {
  const { directory, path } = context;
  const { users, groups } = directory;
  const baseOf = (request: FastifyRequest) => `http://${request.headers.host}${path}`;
  const view = (request: FastifyRequest, user: ScimUser) =>
    pick(renderUser(context, { user, base: baseOf(request) }), readParameters(request, SHOWN));
  const find = ({ params: { id } }: ById) => {
    const user = users.get(id);
    if (user === undefined) throw noSuchResource(id);
    return user;
  };

  app.get(`${path}/Users`, async (request, reply) => {
    const parameters = readParameters(request, LISTED);
    const filter = readFilter(parameters.get("filter"), ["userName", "externalId"]);
    const base = baseOf(request);
    const body = renderList(context, {
      items: filter === undefined ? users.all() : search(filter.attribute, filter.value),
      page: readPage(parameters),
      render: (user) => pick(renderUser(context, { user, base, inList: true }), parameters),
    });
    return sendScim(reply, 200, body);
  });
  app.post(`${path}/Users`, async (request, reply) =>
    sendScim(reply, 201, view(request, users.create(readFields(request.body)))),
  );
  app.get(`${path}/Users/:id`, async (request: ById, reply) =>
    sendScim(reply, 200, view(request, find(request))),
  );
  app.put(`${path}/Users/:id`, async (request: ById, reply) => {
    const user = users.replace(find(request), readFields(request.body));
    return sendScim(reply, 200, view(request, user));
  });
  app.patch(`${path}/Users/:id`, async (request: ById, reply) => {
    const user = find(request);
    const fields = patchUser(user.fields, readOperations(request.body));
    return sendScim(reply, 200, view(request, users.replace(user, fields)));
  });
  // Irreversible: the record is gone, and who comes back gets another id.
  app.delete(`${path}/Users/:id`, async (request: ById, reply) => {
    const user = find(request);
    groups.forget(user.id);
    users.remove(user);
    return reply.code(204).send();
  });

  function search(attribute: string, value: string): readonly ScimUser[] {
    if (attribute === "externalId") return users.findByExternalId(value);
    const user = users.findByUserName(value);
    return user === undefined ? [] : [user];
  }
}
