import type { FastifyInstance } from "fastify";
import { parseFilter } from "./filter.ts";
import type { GraphContext } from "./graph-context.ts";
import { createKeeper } from "./graph-directory.ts";
import { notFound } from "./graph-error.ts";
import { renderObject, sendObject, sendPage } from "./page.ts";
import { demand } from "./permissions.ts";
import { USER } from "./properties.ts";
import { readQuery } from "./query.ts";

const FILTERABLE = new Set([
  "accountEnabled",
  "city",
  "companyName",
  "country",
  "department",
  "displayName",
  "employeeId",
  "givenName",
  "id",
  "jobTitle",
  "mail",
  "mailNickname",
  "officeLocation",
  "onPremisesExtensionAttributes",
  "onPremisesSyncEnabled",
  "surname",
  "usageLocation",
  "userPrincipalName",
  "userType",
]);

const COLLECTION = { options: ["$select", "$top", "$filter", "$skiptoken"], types: [USER] };
const OBJECT = { options: ["$select"], types: [USER] };

/** `/users` and `/users/{id or userPrincipalName}`. */
export function addUserRoutes(app: FastifyInstance, { directory, oddities }: GraphContext): void {
  const keep = createKeeper(() => directory.version);

  app.get("/v1.0/users", async (request, reply) => {
    demand(request.graphRoles, "users");
    const query = readQuery(request, COLLECTION);
    const { filter, select } = query;
    const items =
      filter === undefined
        ? directory.users()
        : keep(filter, () => directory.users().filter(parseFilter(filter, FILTERABLE)));
    return sendPage(reply, oddities, {
      items,
      query,
      context: contextOf("users", select),
      render: (user) => renderObject(user, USER, select),
    });
  });

  app.get<{ Params: { id: string } }>("/v1.0/users/:id", async (request, reply) => {
    demand(request.graphRoles, "users");
    const { select } = readQuery(request, OBJECT);
    const user = directory.findUser(request.params.id);
    if (user === undefined) throw notFound(request.params.id);
    return sendObject(reply, `${contextOf("users", select)}/$entity`, renderObject(user, USER, select));
  });
}

function contextOf(collection: string, select: readonly string[] | undefined): string {
  return select === undefined ? collection : `${collection}(${select.join(",")})`;
}
