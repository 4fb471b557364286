import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { addGroupRoutes } from "./group-routes.ts";
import { addMetadataRoutes } from "./metadata-routes.ts";
import type { ScimContext } from "./scim-context.ts";
import { createScimDirectory } from "./scim-directory.ts";
import { installScimErrors, invalidSyntax, ScimError } from "./scim-error.ts";
import { noQuirks } from "./scim-quirks.ts";
import type { ScimSeed } from "./scim-resource.ts";
import { addUserRoutes } from "./user-routes.ts";

export interface ScimServer extends ScimContext {
  /** Not listening yet. */
  readonly app: FastifyInstance;
}

export interface ScimServerOptions {
  readonly directoryId: string;
  /** The directory's key. */
  readonly token: string;
  readonly seed?: ScimSeed;
}

/**
 * A server that answers as the user provisioning API of Atlassian Cloud does for one directory, and that
 * refuses what the real one refuses.
 */
export function scimServer({ directoryId, token, seed }: ScimServerOptions): ScimServer {
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 4 * 1024 * 1024 });
  const context = {
    directory: createScimDirectory(directoryId, seed),
    quirks: noQuirks(),
    path: `/scim/directory/${directoryId}`,
  };

  installScimErrors(app);
  app.addContentTypeParser(
    ["application/json", "application/scim+json"],
    { parseAs: "string" },
    async (_request: FastifyRequest, body: string | Buffer) => parseJson(String(body)),
  );
  app.addHook("onRequest", async (request) => {
    if (request.headers.authorization !== `Bearer ${token}`) throw new ScimError(401, "Unauthorized");
    const isThere = request.url === context.path || request.url.startsWith(`${context.path}/`);
    if (!isThere) throw new ScimError(404, "Directory not found");
  });
  addUserRoutes(app, context);
  addGroupRoutes(app, context);
  addMetadataRoutes(app, context);
  return { app, ...context };
}

function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidSyntax("The body is not JSON");
  }
}
