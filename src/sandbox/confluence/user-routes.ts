import type { FastifyInstance } from "fastify";
import {
  askedUser,
  type ConfluenceContext,
  namedGroup,
  namedUser,
  requireUser,
  requireWrite,
} from "./exchange.ts";
import { pageOf } from "./page.ts";
import { Refusal } from "./refusal.ts";
import { viewGroup, viewUser } from "./views.ts";

/** Users as everybody may see them, and the groups that they are in. */
export function addUserRoutes(app: FastifyInstance, context: ConfluenceContext): void {
  const { profile, state } = context;

  app.get("/user", (request) => {
    requireUser(context, request);
    return viewUser(context, askedUser(context, request), request);
  });

  if (profile.listsUsers) {
    app.get("/user/list", (request) => {
      requireUser(context, request);
      const items = [...state.users.values()].map((user) => viewUser(context, user, request));
      return pageOf(context, request, { items, fallback: 100 });
    });
  }

  app.get("/user/memberof", (request) => {
    requireUser(context, request);
    const user = askedUser(context, request);
    const groups = [...state.groups.values()].filter(({ members }) => members.has(user));
    const items = groups.map((group) => viewGroup(context, group, request));
    return pageOf(context, request, { items, fallback: 200 });
  });

  // Both do nothing when there is nothing to do.
  app.put("/user/:username/group/:group", (request, reply) => {
    requireWrite(context, request);
    namedGroup(context, request).members.add(writableUser(context, request));
    return reply.code(204).send();
  });

  app.delete("/user/:username/group/:group", (request, reply) => {
    requireWrite(context, request);
    namedGroup(context, request).members.delete(writableUser(context, request));
    return reply.code(204).send();
  });
}

function writableUser(...[context, request]: Parameters<typeof namedUser>) {
  const user = namedUser(context, request);
  if (user.readOnly) throw new Refusal(403, "The directory of the user is read-only");
  return user;
}
