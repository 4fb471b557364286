import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { addUser, type CrowdUser, fillNames, findUser, removeUser, renameUser } from "./crowd-state.ts";
import { answer, bodyOf, type CrowdContext, queryOf, requireRight, rootOf, textOf } from "./exchange.ts";
import { namedUser } from "./find-named.ts";
import { readUser, requirePassword, validName } from "./read-user.ts";
import { Refusal } from "./refusal.ts";
import { viewUser } from "./user-view.ts";

/** Users one by one: read, create, replace, rename, delete. */
export function addUserRoutes(app: FastifyInstance, context: CrowdContext): void {
  const { state } = context;

  app.get("/user", (request, reply) => {
    const withAttributes = String(queryOf(request)["expand"] ?? "").includes("attributes");
    return answerUser(context, { user: namedUser(context, request), withAttributes, request, reply });
  });

  app.post("/user", (request, reply) => {
    const user = newUser(context, request);
    requireRight(context, "create-user");
    const stored = addUser(state, user);
    reply
      .code(201)
      .header("location", `${rootOf(context, request)}/user?username=${encodeURIComponent(user.name)}`);
    if (!context.profile.attributesOnCreate) return reply.send();
    return answerUser(context, { user: stored, withAttributes: true, request, reply });
  });

  app.put("/user", (request, reply) => {
    const user = namedUser(context, request);
    const { attributes: _, ...replacement } = readUser(request);
    if (replacement.name.toLowerCase() !== user.name.toLowerCase()) {
      throw new Refusal(400, "INVALID_USER", "The name in the body is not the name in the address");
    }
    requireRight(context, "modify-user");
    Object.assign(user, replacement, fillNames({ ...replacement, name: user.name }));
    return reply.code(204).send();
  });

  app.post("/user/rename", (request, reply) => {
    const user = namedUser(context, request);
    const name = validName(textOf(bodyOf(request, ["new-name"]), "new-name"));
    const other = findUser(state, name);
    requireRight(context, "modify-user");
    if (other !== undefined && other !== user) throw nameTaken(name);
    renameUser(state, user, name);
    return answerUser(context, { user, withAttributes: false, request, reply });
  });

  app.delete("/user", (request, reply) => {
    const user = namedUser(context, request);
    requireRight(context, "delete-user");
    removeUser(state, user);
    return reply.code(204).send();
  });
}

interface UserAnswer {
  readonly user: CrowdUser;
  readonly withAttributes: boolean;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function answerUser(
  context: CrowdContext,
  { user, withAttributes, request, reply }: UserAnswer,
): FastifyReply {
  const root = rootOf(context, request);
  return answer(reply, "user", viewUser(user, { root, profile: context.profile, withAttributes }));
}

function newUser({ state, profile }: CrowdContext, request: FastifyRequest): Omit<CrowdUser, "key"> {
  const user = readUser(request);
  if (findUser(state, user.name) !== undefined) throw nameTaken(user.name);
  requirePassword(request);
  return profile.attributesOnCreate ? user : { ...user, attributes: new Map() };
}

function nameTaken(name: string): Refusal {
  return new Refusal(400, "INVALID_USER", `User already exists in directory: <${name}>`);
}
