import type { FastifyInstance, FastifyRequest } from "fastify";
import { type BitbucketPermission, type BitbucketUser, PERMISSIONS } from "./bitbucket-state.ts";
import { type BitbucketContext, isSelf, namedUser, requiredQuery, requireRank } from "./exchange.ts";
import { byName, filterOf, pageOf } from "./page.ts";
import { hasSeats, rankOf } from "./rank.ts";
import { noSeats, notAllowed, Refusal, wrongField } from "./refusal.ts";
import { viewPerson } from "./views.ts";

/** Global permissions: what lets people in. */
export function addPermissionRoutes(app: FastifyInstance, context: BitbucketContext): void {
  const { state } = context;

  app.get("/admin/permissions/groups", (request) => {
    requireRank(context, request, "ADMIN");
    const fits = filterOf(request);
    const groups = byName(state.groups.values()).filter(
      (one) => one.permission !== undefined && fits(one.name),
    );
    return pageOf(context, request, groups, ({ name, permission }) => ({ group: { name }, permission }));
  });

  app.get("/admin/permissions/users", (request) => {
    requireRank(context, request, "ADMIN");
    const fits = filterOf(request);
    const users = byName(state.users.values()).filter(
      (one) => one.permission !== undefined && fits(one.name),
    );
    const view = (user: BitbucketUser) => ({ user: viewPerson(context, user), permission: user.permission });
    return pageOf(context, request, users, view);
  });

  app.put("/admin/permissions/users", (request, reply) => {
    const rank = requireRank(context, request, "ADMIN");
    const permission = permissionOf(request);
    const user = namedUser(context, requiredQuery(request, "name"));
    if (rankOf(permission) > rank) throw notAllowed();
    requireNotHigher(request, rank, user, permission);
    if (!hasSeats(state, [user])) throw noSeats();
    user.permission = permission;
    return reply.code(204).send();
  });

  app.delete("/admin/permissions/users", (request, reply) => {
    const rank = requireRank(context, request, "ADMIN");
    const user = namedUser(context, requiredQuery(request, "name"));
    requireNotHigher(request, rank, user, undefined);
    user.permission = undefined;
    return reply.code(204).send();
  });
}

/** Nobody lowers whoever may do more, nor their own permission. */
function requireNotHigher(
  request: FastifyRequest,
  rank: number,
  user: BitbucketUser,
  wanted: BitbucketPermission | undefined,
): void {
  const lowersSelf = isSelf(request, user) && rankOf(wanted) < rankOf(user.permission);
  if (rankOf(user.permission) <= rank && !lowersSelf) return;
  throw new Refusal(409, "IntegrityException", { message: "You may not lower this permission." });
}

function permissionOf(request: FastifyRequest): BitbucketPermission {
  const name = requiredQuery(request, "permission");
  const permission = PERMISSIONS.find((one) => one === name);
  if (permission === undefined) throw wrongField("permission", "There is no such permission.");
  return permission;
}
