import type { FastifyInstance } from "fastify";
import { signedInAs } from "../product-access.ts";
import { findUser } from "./confluence-state.ts";
import { baseOf, type ConfluenceContext, requireAdmin, requireUser } from "./exchange.ts";
import { Refusal } from "./refusal.ts";
import { viewGroup, viewUser } from "./views.ts";

/** What says something about the server and whoever asks. */
export function addServerRoutes(app: FastifyInstance, context: ConfluenceContext): void {
  const { profile, state } = context;

  app.get("/user/current", (request) => {
    if (signedInAs(request) === undefined) return { type: "anonymous", displayName: "Anonymous" };
    const user = findUser(state, requireUser(context, request));
    if (user === undefined) throw new Refusal(403, "The user does not have permission to use Confluence");
    return viewUser(context, user, request);
  });

  // A JSON text, not an object.
  app.get("/accessmode", (_, reply) => reply.type("application/json").send(JSON.stringify(state.accessMode)));

  app.get("/server-information", (request) => {
    if (signedInAs(request) === undefined) throw new Refusal(401, "The user is not authenticated");
    const build = { buildNumber: 10_001, marketplaceBuildNumber: 10_001, buildDate: "2025-06-01" };
    return { baseUrl: baseOf(context, request), version: profile.version, ...build };
  });

  if (!profile.tellsPermissions) return;
  app.get("/permissions", (request) => {
    requireAdmin(context, request);
    const licensed = [...state.groups.values()].filter((group) => group.licensed);
    return licensed.map((group) => ({
      operation: { operationKey: "use", targetType: "application" },
      subject: { ...viewGroup(context, group, request), displayName: group.name },
    }));
  });
}
