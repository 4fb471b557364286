import type { FastifyInstance, FastifyRequest } from "fastify";
import {
  addUser,
  type BitbucketUser,
  DEFAULT_GROUP,
  findGroup,
  findUser,
  isReadOnly,
  renameUser,
} from "./bitbucket-state.ts";
import {
  type BitbucketContext,
  bodyOf,
  namedUser,
  queryOf,
  requiredQuery,
  requireRank,
  textOf,
} from "./exchange.ts";
import { byName, filterOf, pageOf } from "./page.ts";
import { hasSeats, userRank } from "./rank.ts";
import { noSeats, notAllowed, taken, tooHigh, wrongField } from "./refusal.ts";
import { viewUser } from "./views.ts";

/** Users: listed, created, changed. */
export function addUserRoutes(app: FastifyInstance, context: BitbucketContext): void {
  const { state } = context;

  app.get("/admin/users", (request) => {
    requireRank(context, request, "LICENSED_USER");
    const fits = filterOf(request);
    const found = [...state.users.values()].filter((user) => fits(user.name, user.displayName, user.email));
    return pageOf(context, request, byName(found), (user) => viewUser(context, user));
  });

  app.post("/admin/users", (request, reply) => {
    requireRank(context, request, "ADMIN");
    createUser(context, request);
    return reply.code(204).send();
  });

  app.put("/admin/users", (request) => {
    const rank = requireRank(context, request, "ADMIN");
    const body = bodyOf(request);
    const user = changeable(context, textOf(body, "name"), rank);
    const displayName = textOf(body, "displayName");
    Object.assign(user, { displayName, email: validEmail(textOf(body, "email")) });
    return viewUser(context, user);
  });

  app.post("/admin/users/rename", (request) => {
    const rank = requireRank(context, request, "ADMIN");
    const body = bodyOf(request);
    const user = changeable(context, textOf(body, "name"), rank);
    renameUser(state, user, validName(context, textOf(body, "newName"), user));
    return viewUser(context, user);
  });

  app.put("/admin/users/credentials", (request, reply) => {
    const rank = requireRank(context, request, "ADMIN");
    const body = bodyOf(request);
    const user = changeable(context, textOf(body, "name"), rank);
    const password = textOf(body, "password");
    if (body["passwordConfirm"] !== password) throw wrongField("passwordConfirm", "The passwords differ.");
    user.password = password;
    return reply.code(204).send();
  });
}

/** All of it stands in the address. Everything is looked at before anything is stored. */
function createUser(context: BitbucketContext, request: FastifyRequest): void {
  const { state } = context;
  const notified = !["false", undefined].includes(queryOf(request, "notify"));
  const seed = {
    name: validName(context, requiredQuery(request, "name")),
    displayName: requiredQuery(request, "displayName"),
    email: validEmail(requiredQuery(request, "emailAddress")),
    password: notified ? "" : requiredQuery(request, "password"),
    notified,
  };
  const isDefault = queryOf(request, "addToDefaultGroup") !== "false";
  const group = isDefault ? findGroup(state, DEFAULT_GROUP) : undefined;
  if (!state.directories.some(({ writable }) => writable)) throw tooHigh("No directory can be written to.");
  const user = addUser(state, seed);
  if (group === undefined) return;
  if (!hasSeats(state, [user])) {
    state.users.delete(user.id);
    state.names.delete(user.name.toLowerCase());
    throw noSeats();
  }
  group.members.add(user);
}

/** @param rank How much whoever asks may do. */
function changeable(context: BitbucketContext, name: string, rank: number): BitbucketUser {
  const user = namedUser(context, name);
  if (userRank(context.state, user) > rank) throw notAllowed();
  if (isReadOnly(context.state, user)) throw tooHigh("The directory of this user is read-only.");
  return user;
}

/** @param own Who has the name already and may keep it. */
function validName({ state }: BitbucketContext, name: string, own?: BitbucketUser): string {
  if (name !== name.trim()) throw wrongField("name", "The username has blanks around it.");
  if (name.length > 255) throw wrongField("name", "The username must not exceed 255 characters.");
  const other = findUser(state, name);
  if (other !== undefined && other !== own) throw taken("Somebody else has that username.", "name");
  return name;
}

function validEmail(email: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw wrongField("emailAddress", "That is no e-mail address.");
}
