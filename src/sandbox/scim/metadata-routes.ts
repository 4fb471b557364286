import type { FastifyInstance } from "fastify";
import type { ScimContext } from "./scim-context.ts";
import { sendScim } from "./scim-view.ts";

const CORE = "urn:ietf:params:scim:schemas:core:2.0";

const TYPES = ["User", "Group"].map((name) => ({
  schemas: [`${CORE}:ResourceType`],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema: `${CORE}:${name}`,
}));

const CONFIGURATION = {
  schemas: [`${CORE}:ServiceProviderConfig`],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 100 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    { type: "oauthbearertoken", name: "OAuth Bearer Token", description: "The key of the directory" },
  ],
};

/** What the server says about itself. */
export function addMetadataRoutes(app: FastifyInstance, { path }: ScimContext): void {
  app.get(`${path}/ServiceProviderConfig`, async (_request, reply) => sendScim(reply, 200, CONFIGURATION));
  app.get(`${path}/ResourceTypes`, async (_request, reply) =>
    sendScim(reply, 200, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: TYPES.length,
      Resources: TYPES,
    }),
  );
  for (const type of TYPES) {
    app.get(`${path}/ResourceTypes/${type.name}`, async (_request, reply) => sendScim(reply, 200, type));
  }
}
