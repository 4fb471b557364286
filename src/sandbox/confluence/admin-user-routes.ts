import type { FastifyInstance } from "fastify";
import { addUser, type ConfluenceState, findGroup } from "./confluence-state.ts";
import { type ConfluenceContext, namedUser, requireWrite, sendPage } from "./exchange.ts";
import { readNewUser, readUserChanges } from "./read-user.ts";
import { Refusal } from "./refusal.ts";

/** Users as administrators make and change them. */
export function addAdminUserRoutes(app: FastifyInstance, context: ConfluenceContext): void {
  const { profile, state } = context;

  if (profile.listsUsers) {
    app.post("/admin/user", (request, reply) => {
      requireWrite(context, request);
      const wanted = readNewUser(context, request);
      if (activeCount(state) >= state.seats) throw new Refusal(402, "No more licenses available");
      const user = addUser(state, wanted);
      findGroup(state, state.defaultGroup)?.members.add(user);
      return reply.code(201).send({ userKey: user.key });
    });
  }

  // The address is there in every version, since users can be deleted under it.
  app.put("/admin/user/:username", (request, reply) => {
    if (!profile.updatesUsers) return sendPage(reply.code(405), "HTTP Status 405 – Method Not Allowed");
    requireWrite(context, request);
    const user = namedUser(context, request);
    const changes = readUserChanges(context, request);
    if (user.readOnly) throw new Refusal(403, "The directory of the user is read-only");
    Object.assign(user, changes);
    return reply.code(204).send();
  });

  for (const [path, active] of [
    ["disable", false],
    ["enable", true],
  ] as const) {
    app.put(`/admin/user/:username/${path}`, (request, reply) => {
      requireWrite(context, request);
      const user = namedUser(context, request);
      if (user.readOnly) throw new Refusal(403, "The directory of the user is read-only");
      user.active = active;
      return reply.code(204).send();
    });
  }
}

function activeCount(state: ConfluenceState): number {
  return [...state.users.values()].filter(({ active }) => active).length;
}
