import type { FastifyInstance } from "fastify";
import { addGroup, findGroup } from "./confluence-state.ts";
import {
  bodyOf,
  type ConfluenceContext,
  namedGroup,
  requireAdmin,
  requireUser,
  requireWrite,
  textOf,
} from "./exchange.ts";
import { pageOf } from "./page.ts";
import { Refusal } from "./refusal.ts";
import { viewGroup, viewUser } from "./views.ts";

/** Groups and who is in them. */
export function addGroupRoutes(app: FastifyInstance, context: ConfluenceContext): void {
  const { state } = context;

  app.get("/group", (request) => {
    requireUser(context, request);
    const items = [...state.groups.values()].map((group) => viewGroup(context, group, request));
    return pageOf(context, request, { items, fallback: 200 });
  });

  app.get("/group/:group", (request) => {
    requireUser(context, request);
    return viewGroup(context, namedGroup(context, request), request);
  });

  app.get("/group/:group/member", (request) => {
    requireAdmin(context, request);
    const { members } = namedGroup(context, request);
    const items = [...members].map((user) => viewUser(context, user, request));
    return pageOf(context, request, { items, fallback: 200 });
  });

  app.post("/admin/group", (request) => {
    requireWrite(context, request);
    const name = textOf(bodyOf(request), "name") ?? "";
    if (name.trim() === "") throw new Refusal(400, "Group name is blank");
    if (findGroup(state, name) !== undefined) throw new Refusal(409, `Group ${name} already exists`);
    return viewGroup(context, addGroup(state, { name }), request);
  });
}
