import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { guardSignIn, type ProductLogin, type Refused } from "../product-access.ts";
import { limitRate, type RateLimitOptions } from "../product-rate-limit.ts";
import { type JiraContext, requireAdmin, requireSignIn, rootOf } from "./exchange.ts";
import { addGroupRoutes } from "./group-routes.ts";
import { ALL_JIRA_RIGHTS, JIRA_10_3_24, type JiraProfile, type JiraRight } from "./jira-profile.ts";
import { findUser, type JiraState } from "./jira-state.ts";
import { addListRoutes } from "./list-routes.ts";
import { addProjectRoutes } from "./project-routes.ts";
import { Refusal } from "./refusal.ts";
import { addUserRoutes } from "./user-routes.ts";
import { viewUser } from "./views.ts";

export interface JiraServerOptions {
  readonly state: JiraState;
  /** Who may sign in. Whoever is among the users of the state too can be read there. */
  readonly logins: readonly ProductLogin[];
  readonly profile?: JiraProfile;
  readonly rights?: ReadonlySet<JiraRight>;
  /** Where Jira is installed on the server. Default: at its root. */
  readonly contextPath?: string;
  /** Absent: rate limiting is switched off, as it is in a new Jira. */
  readonly rateLimit?: RateLimitOptions;
}

/**
 * A Jira Data Center that refuses what a real one refuses. Not listening yet.
 *
 * Hooks that are to see requests before Jira does, such as faults, may be added to the returned instance.
 */
export function jiraServer(options: JiraServerOptions): FastifyInstance {
  const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  const { state, profile = JIRA_10_3_24, rights = ALL_JIRA_RIGHTS, contextPath = "" } = options;
  const prefix = `${contextPath}/rest/api/2`;
  const context: JiraContext = { state, profile, rights, prefix };

  app.setNotFoundHandler((_, reply) => sendPage(reply.code(404), "Oops, you've found a dead link"));
  app.register(
    async (api) => {
      const logins = profile.takesTokens ? options.logins : options.logins.map(withoutTokens);
      guardSignIn(api, { logins, loginPath: `${contextPath}/login.jsp`, anonymous: true, refuse });
      if (options.rateLimit !== undefined) limitRate(api, options.rateLimit);
      answerErrors(api);
      addServerRoutes(api, context);
      addUserRoutes(api, context);
      addListRoutes(api, context);
      addGroupRoutes(api, context);
      addProjectRoutes(api, context);
    },
    { prefix },
  );
  return app;
}

/** What says something about the server and whoever asks. */
function addServerRoutes(api: FastifyInstance, context: JiraContext): void {
  const { profile, rights, state } = context;

  api.get("/serverInfo", (request) => ({
    baseUrl: rootOf(context, request).replace(/\/rest\/api\/2$/, ""),
    version: profile.version.join("."),
    versionNumbers: profile.version,
    deploymentType: "Server",
    serverTitle: "Jira",
  }));

  api.get("/myself", (request) => {
    const name = requireSignIn(request);
    const user = findUser(state, name);
    if (user === undefined) throw new Refusal(401, "You are not authenticated.");
    return { ...viewUser(user, rootOf(context, request)), groups: { size: 0, items: [] } };
  });

  api.get("/mypermissions", (request) => {
    requireSignIn(request);
    const permission = (key: string, have: boolean) => ({
      [key]: { id: "0", key, name: key, type: "GLOBAL", description: "", havePermission: have },
    });
    const own = ["ADMINISTER", "USER_PICKER"] as const;
    return {
      permissions: Object.assign({}, ...own.map((key) => permission(key, rights.has(key)))),
    };
  });

  api.get("/applicationrole", (request) => {
    requireAdmin(context, request);
    return state.roles.map((role) => ({ ...role, defined: true, platform: false, numberOfSeats: 500 }));
  });
}

function withoutTokens({ username, password }: ProductLogin): ProductLogin {
  return { username, password };
}

/** Failed sign-ins are answered with a page for people, whatever was asked for. */
function refuse(reply: FastifyReply, why: Refused): FastifyReply {
  if (why === "forged") return reply.type("text/plain").send("XSRF check failed");
  return sendPage(reply, "Basic Authentication Failure");
}

function sendPage(reply: FastifyReply, title: string): FastifyReply {
  return reply
    .type("text/html;charset=UTF-8")
    .send(`<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
}

function answerErrors(api: FastifyInstance): void {
  api.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    const refusal = error instanceof Refusal ? error : new Refusal(error.statusCode ?? 500, error.message);
    return reply.code(refusal.status).send(refusal.body);
  });
  api.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ message: `null for uri: ${request.url}`, "status-code": 404 }),
  );
}
