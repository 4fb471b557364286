import type { FastifyInstance } from "fastify";
import { answer, bodyOf, type CrowdContext, requiredQuery, requireRight, rootOf } from "./exchange.ts";
import { namedUser } from "./find-named.ts";
import { attributesOf } from "./read-user.ts";
import { viewAttributes } from "./user-view.ts";

/** What applications keep with a user. A write leaves all other attributes alone. */
export function addAttributeRoutes(app: FastifyInstance, context: CrowdContext): void {
  app.get("/user/attribute", (request, reply) => {
    const options = { root: rootOf(context, request), profile: context.profile, withAttributes: true };
    return answer(reply, "attributes", viewAttributes(namedUser(context, request), options));
  });

  app.post("/user/attribute", (request, reply) => {
    const user = namedUser(context, request);
    const attributes = attributesOf(bodyOf(request, ["attributes", "link"]));
    requireRight(context, "modify-user");
    for (const [name, values] of attributes) user.attributes.set(name, values);
    return reply.code(204).send();
  });

  app.delete("/user/attribute", (request, reply) => {
    const user = namedUser(context, request);
    requireRight(context, "modify-user");
    user.attributes.delete(requiredQuery(request, "attributename"));
    return reply.code(204).send();
  });
}
