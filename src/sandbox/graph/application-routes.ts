import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseFilter } from "./filter.ts";
import type { GraphContext } from "./graph-context.ts";
import type { GraphDirectory } from "./graph-directory.ts";
import { badRequest, notFound } from "./graph-error.ts";
import { type Listing, renderObject, sendObject, sendPage } from "./page.ts";
import { demand } from "./permissions.ts";
import { type ObjectType, SERVICE_PRINCIPAL } from "./properties.ts";
import { readQuery } from "./query.ts";
import type { GraphApplication, GraphObject } from "./tenant.ts";

const COLLECTION = { options: ["$select", "$top", "$filter", "$skiptoken"], types: [SERVICE_PRINCIPAL] };
const OBJECT = { options: ["$select"], types: [SERVICE_PRINCIPAL] };
const NO_ROLE = "00000000-0000-0000-0000-000000000000";

const ASSIGNMENT: ObjectType = {
  byDefault: [
    "id",
    "deletedDateTime",
    "appRoleId",
    "createdDateTime",
    "principalDisplayName",
    "principalId",
    "principalType",
    "resourceDisplayName",
    "resourceId",
  ],
  get known() {
    return new Set(this.byDefault);
  },
};
const ASSIGNMENTS = { options: ["$select", "$top", "$filter", "$skiptoken"], types: [ASSIGNMENT] };

const ORGANIZATION: ObjectType = {
  byDefault: ["id", "displayName"],
  known: new Set(["id", "displayName", "tenantType"]),
};

type Request = FastifyRequest<{ Params: { "*": string } }>;

/** Enterprise applications, who is assigned to them, and the name of the tenant. */
export function addApplicationRoutes(app: FastifyInstance, { directory, oddities }: GraphContext): void {
  // One route for all, since the key stands in brackets: servicePrincipals(appId='…').
  app.get("/v1.0/servicePrincipals*", async (request: Request, reply) => {
    demand(request.graphRoles, "applications");
    const place = decodeURIComponent(request.params["*"]);
    if (place === "") return sendPage(reply, oddities, listApplications(directory, request));
    const { application, isForAssignments } = findPlace(directory, place);
    if (isForAssignments) return sendPage(reply, oddities, listAssignments(directory, request, application));
    const { select } = readQuery(request, OBJECT);
    const body = renderObject(toServicePrincipal(application), SERVICE_PRINCIPAL, select);
    return sendObject(reply, "servicePrincipals/$entity", body);
  });

  app.get("/v1.0/organization", async (request, reply) => {
    demand(request.graphRoles, "organization");
    const query = readQuery(request, { options: ["$select"], types: [ORGANIZATION] });
    const body = renderObject(directory.tenant, ORGANIZATION, query.select);
    return sendObject(reply, "organization", { value: [body] });
  });
}

function findPlace(directory: GraphDirectory, place: string) {
  const [, appId, id, rest] = /^(?:\(appId='([^']*)'\)|\/([^/]+))(\/appRoleAssignedTo)?$/.exec(place) ?? [];
  const key = appId ?? id;
  if (key === undefined) throw badRequest(`Resource not found for the segment '${place}'.`);
  const application = directory.applications.find((one) => one.appId === appId || one.id === id);
  if (application === undefined) throw notFound(key);
  return { application, isForAssignments: rest !== undefined };
}

function listApplications(directory: GraphDirectory, request: Request): Listing<GraphObject> {
  const query = readQuery(request, COLLECTION);
  const isWanted = query.filter === undefined ? () => true : parseFilter(query.filter, new Set(["appId"]));
  return {
    items: directory.applications.map(toServicePrincipal).filter(isWanted),
    query,
    context: "servicePrincipals",
    render: (one) => renderObject(one, SERVICE_PRINCIPAL, query.select),
  };
}

function listAssignments(
  directory: GraphDirectory,
  request: Request,
  application: GraphApplication,
): Listing<GraphObject> {
  const query = readQuery(request, ASSIGNMENTS);
  if (query.filter !== undefined) throw badRequest("Invalid filter clause");
  return {
    items: application.assignedTo.map((principal, index) =>
      toAssignment(directory, application, { principal, index }),
    ),
    query,
    context: "appRoleAssignments",
    render: (one) => renderObject(one, ASSIGNMENT, query.select),
  };
}

function toServicePrincipal({ id, appId, displayName }: GraphApplication): GraphObject {
  return {
    id,
    appId,
    displayName,
    appDisplayName: displayName,
    accountEnabled: true,
    appRoleAssignmentRequired: true,
    servicePrincipalType: "Application",
  };
}

function toAssignment(
  directory: GraphDirectory,
  { id: resourceId, displayName: resourceDisplayName }: GraphApplication,
  { principal, index }: { principal: string; index: number },
): GraphObject {
  const user = directory.findUser(principal);
  const group = directory.findGroup(principal);
  return {
    // Not a GUID in Graph either.
    id: createHash("sha256").update(`${resourceId}${principal}${index}`).digest("base64url"),
    appRoleId: NO_ROLE,
    createdDateTime: "2024-03-01T08:15:30.1234567Z",
    principalDisplayName: (user ?? group)?.["displayName"] ?? null,
    principalId: principal,
    principalType: group === undefined ? "User" : "Group",
    resourceDisplayName,
    resourceId,
  };
}
