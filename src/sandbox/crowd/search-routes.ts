import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CrowdGroup, CrowdUser } from "./crowd-state.ts";
import { answer, type CrowdContext, type Page, pageOf, queryOf, requiredQuery, rootOf } from "./exchange.ts";
import { viewGroup, viewGroupLink } from "./group-view.ts";
import { illegalArgument } from "./refusal.ts";
import { viewUser, viewUserLink } from "./user-view.ts";

/** Near the golden ratio: steps of that share of a list touch each place once and look like no order. */
const SCATTER = 0.618;

/** Lists of all users and of all groups, a page at a time and without a total. */
export function addSearchRoutes(app: FastifyInstance, context: CrowdContext): void {
  app.get("/search", (request, reply) => {
    const type = requiredQuery(request, "entity-type");
    const restriction = queryOf(request)["restriction"] ?? "";
    if (restriction !== "") throw illegalArgument("This sandbox answers searches without a restriction only");
    if (type === "user") return answerUsers(context, request, reply);
    if (type === "group") return answerGroups(context, request, reply);
    throw illegalArgument(`Unknown entity-type ${type}`);
  });
}

function answerUsers(context: CrowdContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { state, profile } = context;
  const expand = expandOf(request);
  const root = rootOf(context, request);
  const options = { root, profile, withAttributes: expand.includes("attributes") };
  const page = pageOf(request, profile);
  const users = profile.order === "added" ? cut(state.order, page) : cutScattered(state.order, page);
  return answerList(context, reply, {
    element: "user",
    items: users.map((user) =>
      expand.includes("user") ? viewUser(user, options) : viewUserLink(user, root),
    ),
  });
}

function answerGroups(context: CrowdContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const full = expandOf(request).includes("group");
  const root = rootOf(context, request);
  const groups: readonly CrowdGroup[] = cut(
    [...context.state.groups.values()],
    pageOf(request, context.profile),
  );
  return answerList(context, reply, {
    element: "group",
    items: groups.map((group) => (full ? viewGroup(group, root) : viewGroupLink(group, root))),
  });
}

interface List {
  readonly element: "user" | "group";
  readonly items: readonly object[];
}

/** `{"expand":"user","users":[…]}`, or with the key in the singular. */
export function answerList(
  { profile }: CrowdContext,
  reply: FastifyReply,
  { element, items }: List,
): FastifyReply {
  const key = profile.listKeys === "plural" ? `${element}s` : element;
  return answer(reply, `${element}s`, { expand: element, [key]: items });
}

export function expandOf(request: FastifyRequest): readonly string[] {
  return String(queryOf(request)["expand"] ?? "").split(",");
}

function cut<Item>(items: readonly Item[], { start, length }: Page): readonly Item[] {
  return items.slice(start, start + length);
}

function cutScattered(users: readonly CrowdUser[], { start, length }: Page): readonly CrowdUser[] {
  const step = stepFor(users.length);
  const count = Math.max(0, Math.min(length, users.length - start));
  return Array.from({ length: count }, (_, index) => users[((start + index) * step) % users.length]).filter(
    (user) => user !== undefined,
  );
}

/** A step that has no divisor in common with the length, so that every place is met. */
function stepFor(length: number): number {
  const shares = (step: number): boolean => {
    let [larger, smaller] = [length, step];
    while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
    return larger > 1;
  };
  let step = Math.max(1, Math.floor(length * SCATTER));
  while (shares(step)) step += 1;
  return step;
}
