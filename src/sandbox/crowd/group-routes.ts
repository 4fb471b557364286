import type { FastifyInstance, FastifyRequest } from "fastify";
import { addGroup, findGroup } from "./crowd-state.ts";
import { answer, bodyOf, type CrowdContext, requireRight, rootOf, textOf } from "./exchange.ts";
import { namedGroup } from "./find-named.ts";
import { viewGroup } from "./group-view.ts";
import { Refusal } from "./refusal.ts";

const GROUP_KEYS = ["name", "description", "type", "active", "attributes", "link", "expand"];

/** Groups one by one: read, create, describe, delete. */
export function addGroupRoutes(app: FastifyInstance, context: CrowdContext): void {
  app.get("/group", (request, reply) => {
    return answer(reply, "group", viewGroup(namedGroup(context, request), rootOf(context, request)));
  });

  app.post("/group", (request, reply) => {
    const { name, description } = readGroup(request);
    if (findGroup(context.state, name) !== undefined) {
      throw new Refusal(400, "INVALID_GROUP", `Group already exists in directory: <${name}>`);
    }
    requireRight(context, "create-group");
    addGroup(context.state, { name, description });
    const location = `${rootOf(context, request)}/group?groupname=${encodeURIComponent(name)}`;
    return reply.code(201).header("location", location).send();
  });

  app.put("/group", (request, reply) => {
    const group = namedGroup(context, request);
    const { name, description, active } = readGroup(request);
    if (name.toLowerCase() !== group.name.toLowerCase()) {
      throw new Refusal(400, "INVALID_GROUP", "The name in the body is not the name in the address");
    }
    requireRight(context, "modify-group");
    Object.assign(group, { description, active });
    return answer(reply, "group", viewGroup(group, rootOf(context, request)));
  });

  app.delete("/group", (request, reply) => {
    const group = namedGroup(context, request);
    requireRight(context, "delete-group");
    context.state.groups.delete(group.name.toLowerCase());
    for (const { childGroups } of context.state.groups.values()) childGroups.delete(group.name);
    return reply.code(204).send();
  });
}

function readGroup(request: FastifyRequest): { name: string; description: string; active: boolean } {
  const body = bodyOf(request, GROUP_KEYS);
  const name = textOf(body, "name");
  if (name === "" || name !== name.trim() || name.length > 255) {
    throw new Refusal(400, "INVALID_GROUP", "A name has 1 to 255 characters and no blanks around it");
  }
  if (body["type"] !== "GROUP") throw new Refusal(400, "INVALID_GROUP", "The type must be GROUP");
  return { name, description: textOf(body, "description"), active: body["active"] !== false };
}
