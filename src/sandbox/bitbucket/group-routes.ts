import type { FastifyInstance } from "fastify";
import {
  addGroup,
  type BitbucketGroup,
  type BitbucketUser,
  findGroup,
  findUser,
  isReadOnly,
} from "./bitbucket-state.ts";
import {
  type BitbucketContext,
  bodyOf,
  listOf,
  namedGroup,
  namedUser,
  requiredQuery,
  requireRank,
  textOf,
} from "./exchange.ts";
import { byName, filterOf, pageOf } from "./page.ts";
import { hasSeats, rankOf, takesSeat } from "./rank.ts";
import { groupNotFound, noSeats, taken, tooHigh, userNotFound } from "./refusal.ts";
import { viewUser } from "./views.ts";

const viewGroup = ({ name }: BitbucketGroup) => ({ name, deletable: true });

/** Groups and who is in them. */
export function addGroupRoutes(app: FastifyInstance, context: BitbucketContext): void {
  const { state } = context;

  app.get("/admin/groups", (request) => {
    requireRank(context, request, "LICENSED_USER");
    const fits = filterOf(request);
    const groups = byName(state.groups.values()).filter(({ name }) => fits(name));
    return pageOf(context, request, groups, viewGroup);
  });

  app.post("/admin/groups", (request) => {
    requireRank(context, request, "ADMIN");
    const name = requiredQuery(request, "name");
    if (findGroup(state, name) !== undefined) throw taken("A group has that name already.", "name");
    return viewGroup(addGroup(state, { name }));
  });

  addMemberLists(app, context);
  addMemberChanges(app, context);
}

function addMemberLists(app: FastifyInstance, context: BitbucketContext): void {
  const { state, profile } = context;

  app.get("/admin/groups/more-members", (request) => {
    requireRank(context, request, "LICENSED_USER");
    const name = requiredQuery(request, "context");
    const group = findGroup(state, name);
    if (group === undefined && profile.missing === "not-found") throw groupNotFound(name);
    const fits = filterOf(request);
    const members = byName(group?.members ?? []).filter((user) =>
      fits(user.name, user.displayName, user.email),
    );
    return pageOf(context, request, members, (user) => viewUser(context, user));
  });

  app.get("/admin/users/more-members", (request) => {
    requireRank(context, request, "LICENSED_USER");
    const name = requiredQuery(request, "context");
    const user = findUser(state, name);
    if (user === undefined && profile.missing === "not-found") throw userNotFound(name);
    const fits = filterOf(request);
    const groups = byName(state.groups.values()).filter(
      (group) => user !== undefined && group.members.has(user) && fits(group.name),
    );
    return pageOf(context, request, groups, viewGroup);
  });
}

function addMemberChanges(app: FastifyInstance, context: BitbucketContext): void {
  app.post("/admin/groups/add-users", (request, reply) => {
    const rank = requireRank(context, request, "ADMIN");
    const body = bodyOf(request);
    const group = namedGroup(context, textOf(body, "group"));
    const join = (name: string) => addMember(context, rank, group, namedUser(context, name));
    carryOut(context, listOf(body, "users"), join, (name) => namedUser(context, name));
    return reply.code(200).send();
  });

  app.post("/admin/users/add-groups", (request, reply) => {
    const rank = requireRank(context, request, "ADMIN");
    const body = bodyOf(request);
    const user = namedUser(context, textOf(body, "user"));
    const join = (name: string) => addMember(context, rank, namedGroup(context, name), user);
    carryOut(context, listOf(body, "groups"), join, (name) => namedGroup(context, name));
    return reply.code(200).send();
  });

  app.post("/admin/users/remove-group", (request, reply) => {
    const rank = requireRank(context, request, "ADMIN");
    const body = bodyOf(request);
    const user = namedUser(context, textOf(body, "context"));
    const group = namedGroup(context, textOf(body, "itemName"));
    requireChangeable(context, rank, group, user);
    group.members.delete(user);
    return reply.code(200).send();
  });
}

/** Some servers look at all names before they begin, others stop at the first wrong one. */
function carryOut(
  { profile }: BitbucketContext,
  names: readonly string[],
  join: (name: string) => void,
  look: (name: string) => unknown,
): void {
  if (profile.wrongList === "nothing") for (const name of names) look(name);
  for (const name of names) join(name);
}

function addMember(
  context: BitbucketContext,
  rank: number,
  group: BitbucketGroup,
  user: BitbucketUser,
): void {
  requireChangeable(context, rank, group, user);
  if (takesSeat(group) && !hasSeats(context.state, [user])) throw noSeats();
  group.members.add(user);
}

function requireChangeable(
  { state }: BitbucketContext,
  rank: number,
  group: BitbucketGroup,
  user: BitbucketUser,
): void {
  if (rankOf(group.permission) > rank) throw tooHigh("The group may do more than you.");
  if (isReadOnly(state, user)) throw tooHigh("The groups of this user are read-only.");
}
