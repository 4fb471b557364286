import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { guardSignIn, type ProductLogin, type Refused } from "../product-access.ts";
import { limitRate, type RateLimitOptions } from "../product-rate-limit.ts";
import { addAdminUserRoutes } from "./admin-user-routes.ts";
import {
  ALL_CONFLUENCE_RIGHTS,
  CONFLUENCE_10,
  type ConfluenceProfile,
  type ConfluenceRight,
} from "./confluence-profile.ts";
import type { ConfluenceState } from "./confluence-state.ts";
import { type ConfluenceContext, sendPage, sendUnknown } from "./exchange.ts";
import { addGroupRoutes } from "./group-routes.ts";
import { Refusal } from "./refusal.ts";
import { addServerRoutes } from "./server-routes.ts";
import { addUserRoutes } from "./user-routes.ts";

export interface ConfluenceServerOptions {
  readonly state: ConfluenceState;
  /** Who may sign in. Whoever is among the users of the state too can be read there. */
  readonly logins: readonly ProductLogin[];
  readonly profile?: ConfluenceProfile;
  readonly rights?: ReadonlySet<ConfluenceRight>;
  /** Where Confluence is installed on the server. Default: at its root. */
  readonly contextPath?: string;
  /** Absent: rate limiting is switched off, as it is in a new Confluence. */
  readonly rateLimit?: RateLimitOptions;
}

/**
 * A Confluence Data Center that refuses what a real one refuses. Not listening yet.
 *
 * Hooks that are to see requests before Confluence does, such as faults, may be added to the returned
 * instance.
 */
export function confluenceServer(options: ConfluenceServerOptions): FastifyInstance {
  const app = fastify({ routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 } });
  const { state, profile = CONFLUENCE_10, rights = ALL_CONFLUENCE_RIGHTS, contextPath = "" } = options;
  const context: ConfluenceContext = { state, profile, rights, contextPath };

  app.setNotFoundHandler((_, reply) => sendPage(reply.code(404), "Page Not Found"));
  app.register(
    async (api) => {
      guardSignIn(api, { ...options, loginPath: `${contextPath}/login.action`, anonymous: true, refuse });
      if (options.rateLimit !== undefined) limitRate(api, options.rateLimit);
      api.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
        const refusal =
          error instanceof Refusal ? error : new Refusal(error.statusCode ?? 500, error.message);
        return reply.code(refusal.status).send(refusal.body);
      });
      api.setNotFoundHandler((request, reply) => sendUnknown(context, request, reply));
      addServerRoutes(api, context);
      addUserRoutes(api, context);
      addAdminUserRoutes(api, context);
      addGroupRoutes(api, context);
    },
    { prefix: `${contextPath}/rest/api` },
  );
  return app;
}

/** Failed sign-ins are answered with a page for people, whatever was asked for. */
function refuse(reply: FastifyReply, why: Refused): FastifyReply {
  if (why === "forged") return reply.type("text/plain").send("XSRF check failed");
  return sendPage(reply, "Basic Authentication Failure");
}
