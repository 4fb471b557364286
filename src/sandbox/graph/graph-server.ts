import Fastify, { type FastifyInstance } from "fastify";
import { addApplicationRoutes } from "./application-routes.ts";
import { addBatchRoute, BATCH_PATH } from "./batch-route.ts";
import type { GraphContext } from "./graph-context.ts";
import { createGraphDirectory } from "./graph-directory.ts";
import { badRequest, GraphError, installGraphErrors, newRequestId } from "./graph-error.ts";
import { addGroupRoutes } from "./group-routes.ts";
import { noOddities } from "./oddities.ts";
import type { Tenant } from "./tenant.ts";
import { readRoles } from "./token.ts";
import { addUserRoutes } from "./user-routes.ts";

export interface GraphServer extends GraphContext {
  /** Not listening yet. */
  readonly app: FastifyInstance;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Application permissions of the caller's token. */
    graphRoles: ReadonlySet<string>;
  }
}

/**
 * A server that answers as Microsoft Graph v1.0 does, as far as reading users, groups, members and
 * assignments goes, and that refuses what the real one refuses.
 */
export function graphServer(tenant: Tenant): GraphServer {
  const app = Fastify({ genReqId: newRequestId, requestIdHeader: false, forceCloseConnections: true });
  const context = { directory: createGraphDirectory(tenant), oddities: noOddities() };

  installGraphErrors(app);
  app.decorateRequest("graphRoles");
  app.addHook("onRequest", async (request) => {
    request.graphRoles = readRoles(request.headers.authorization);
    // What Node's fetch sends when nobody tells it otherwise.
    if (request.headers["accept-language"] === "*") throw badRequest("Invalid language specified.");
    if (request.method !== (request.url === BATCH_PATH ? "POST" : "GET")) {
      throw new GraphError(
        405,
        "Request_BadRequest",
        "Specified HTTP method is not allowed for the request target.",
      );
    }
  });
  addUserRoutes(app, context);
  addGroupRoutes(app, context);
  addApplicationRoutes(app, context);
  addBatchRoute(app);
  return { app, ...context };
}
