import fastify, { type FastifyInstance } from "fastify";
import { guardAccess } from "./access.ts";
import { addAttributeRoutes } from "./attribute-routes.ts";
import { ALL_RIGHTS, type CrowdProfile, type CrowdRight, NEWER_CROWD } from "./crowd-profile.ts";
import type { CrowdState } from "./crowd-state.ts";
import { answer, type CrowdContext } from "./exchange.ts";
import { addGroupRoutes } from "./group-routes.ts";
import { addMembershipRoutes } from "./membership-routes.ts";
import { addNestingRoutes } from "./nesting-routes.ts";
import { Refusal } from "./refusal.ts";
import { addSearchRoutes } from "./search-routes.ts";
import { addUserRoutes } from "./user-routes.ts";

export interface CrowdServerOptions {
  readonly state: CrowdState;
  /** The application that may sign in, and its password. */
  readonly application: string;
  readonly password: string;
  readonly profile?: CrowdProfile;
  readonly rights?: ReadonlySet<CrowdRight>;
  /** `false`: answers as if the caller's address were not on the application's list. Default: true. */
  readonly remoteAllowed?: boolean;
  /** Where Crowd is installed on the server. Default: `/crowd`. */
  readonly contextPath?: string;
}

/**
 * A Crowd server that refuses what a real one refuses. Not listening yet.
 *
 * Hooks that are to see requests before Crowd does, such as faults, may be added to the returned instance.
 */
export function crowdServer(options: CrowdServerOptions): FastifyInstance {
  const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  addCrowd(app, options);
  return app;
}

/** Puts Crowd into an existing server, below its context path. */
function addCrowd(app: FastifyInstance, options: CrowdServerOptions): void {
  const prefix = `${options.contextPath ?? "/crowd"}/rest/usermanagement/1`;
  const { state, profile = NEWER_CROWD, rights = ALL_RIGHTS } = options;
  const context: CrowdContext = { state, profile, rights, prefix };

  app.setNotFoundHandler((_, reply) =>
    reply.code(404).type("text/html").send("<!DOCTYPE html><html><body><h1>Not Found</h1></body></html>"),
  );
  app.register(
    async (api) => {
      guardAccess(api, { remoteAllowed: true, ...options });
      answerErrors(api);
      api.get("/config/cookie", (_, reply) =>
        answer(reply, "cookie-config", { domain: "", secure: false, name: "crowd.token_key" }),
      );
      addUserRoutes(api, context);
      addAttributeRoutes(api, context);
      addSearchRoutes(api, context);
      addGroupRoutes(api, context);
      addMembershipRoutes(api, context);
      addNestingRoutes(api, context);
    },
    { prefix },
  );
}

function answerErrors(api: FastifyInstance): void {
  api.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    if (error instanceof Refusal) {
      return answer(reply.code(error.status), "error", { reason: error.reason, message: error.message });
    }
    const status = error.statusCode ?? 500;
    const reason = status < 500 ? "ILLEGAL_ARGUMENT" : "OPERATION_FAILED";
    return answer(reply.code(status), "error", { reason, message: error.message });
  });
}
