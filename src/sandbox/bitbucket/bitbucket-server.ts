import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { guardSignIn, type ProductLogin, type Refused } from "../product-access.ts";
import { limitRate, type RateLimitOptions } from "../product-rate-limit.ts";
import { BITBUCKET_9_6, type BitbucketProfile } from "./bitbucket-profile.ts";
import type { BitbucketState } from "./bitbucket-state.ts";
import { type BitbucketContext, requireRank } from "./exchange.ts";
import { addGroupRoutes } from "./group-routes.ts";
import { addPermissionRoutes } from "./permission-routes.ts";
import { errorBody, Refusal } from "./refusal.ts";
import { addUserRoutes } from "./user-routes.ts";

export interface BitbucketServerOptions {
  readonly state: BitbucketState;
  /** Who may sign in. What they may do follows from the users and groups of the state. */
  readonly logins: readonly ProductLogin[];
  readonly profile?: BitbucketProfile;
  /** Where Bitbucket is installed on the server. Default: at its root. */
  readonly contextPath?: string;
  /** Absent: rate limiting is switched off, as it is in a new Bitbucket. */
  readonly rateLimit?: RateLimitOptions;
}

/**
 * A Bitbucket Data Center that refuses what a real one refuses. Not listening yet.
 *
 * Hooks that are to see requests before Bitbucket does, such as faults, may be added to the returned instance.
 */
export function bitbucketServer(options: BitbucketServerOptions): FastifyInstance {
  const app = fastify();
  const { state, profile = BITBUCKET_9_6, contextPath = "" } = options;
  const context: BitbucketContext = { state, profile, contextPath };

  app.setNotFoundHandler((_, reply) =>
    reply.code(404).type("text/html;charset=UTF-8").send("<!DOCTYPE html><title>Page not found</title>"),
  );
  app.register(
    async (api) => {
      const loginPath = `${contextPath}/login`;
      guardSignIn(api, { ...options, loginPath, captchaStatus: 401, anonymous: true, refuse });
      if (options.rateLimit !== undefined) limitRate(api, options.rateLimit);
      answerErrors(api);
      addServerRoutes(api, context);
      addUserRoutes(api, context);
      addGroupRoutes(api, context);
      addPermissionRoutes(api, context);
    },
    { prefix: `${contextPath}/rest/api/latest` },
  );
  return app;
}

/** What says something about the server. */
function addServerRoutes(api: FastifyInstance, context: BitbucketContext): void {
  const { state, profile } = context;

  api.get("/application-properties", () => ({
    version: profile.version,
    buildNumber: "9006000",
    buildDate: "1700000000000",
    displayName: "Bitbucket",
  }));

  if (!profile.listsDirectories) return;
  api.get("/admin/user-directories", (request) => {
    requireRank(context, request, "ADMIN");
    return state.directories.map(({ name, type }) => ({ name, type, active: true, description: "" }));
  });
}

function refuse(reply: FastifyReply, why: Refused): FastifyReply {
  switch (why) {
    case "forged":
      return reply.type("text/plain").send("XSRF check failed");
    case "captcha":
      return reply.send(
        errorBody(
          "com.atlassian.bitbucket.auth.CaptchaRequiredAuthenticationException",
          "CAPTCHA required. Solve it in a browser first.",
        ),
      );
    case "wrong-credentials":
    case "nobody":
      return reply.send(
        errorBody(
          "com.atlassian.bitbucket.auth.IncorrectPasswordAuthenticationException",
          "Authentication failed. Please check your credentials and try again.",
        ),
      );
  }
}

function answerErrors(api: FastifyInstance): void {
  api.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    if (error instanceof Refusal) return reply.code(error.status).send(error.body);
    return reply.code(error.statusCode ?? 500).send(errorBody("java.lang.RuntimeException", error.message));
  });
  api.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ message: `null for uri: ${request.url}`, "status-code": 404 }),
  );
}
