import type { FastifyInstance, FastifyRequest } from "fastify";
import { type JiraContext, numberOf, queryOf, requireAdmin, requireSignIn, rootOf } from "./exchange.ts";
import type { JiraUser } from "./jira-state.ts";
import { Refusal } from "./refusal.ts";
import { viewUser } from "./views.ts";

/** Most that one page of `user/list` holds. */
const LIST_PAGE = 2000;

/** Users as lists: all of them by cursor, where the version has that, and the search with its limits. */
export function addListRoutes(app: FastifyInstance, context: JiraContext): void {
  if (context.profile.listsUsers) {
    app.get("/user/list", (request) => {
      requireAdmin(context, request);
      return streamPage(context, request);
    });
  }

  app.get("/user/search", (request) => {
    requireSignIn(request);
    const needle = (queryOf(request, "username") ?? "").toLowerCase();
    if (needle === "") throw new Refusal(400, "The username query parameter was not provided.");
    const root = rootOf(context, request);
    return found(context, request, needle).map((user) => viewUser(user, root));
  });
}

/** The cursor is a place in the order of keys: what it says is nobody's business but the server's. */
function streamPage(context: JiraContext, request: FastifyRequest): object {
  const root = rootOf(context, request);
  const size = Math.min(LIST_PAGE, Math.max(1, numberOf(request, "maxResults", LIST_PAGE)));
  const cursor = numberOf(request, "cursor", 0);
  const all = [...context.state.users.values()].filter(({ deleted }) => !deleted);
  const values = all.slice(cursor, cursor + size).map((user) => viewUser(user, root));
  const isLast = cursor + size >= all.length;
  const next = cursor + size;
  const place = (at: number) => `${root}/user/list?maxResults=${size}&cursor=${at}`;
  return {
    ...{ self: place(cursor), maxResults: size, isLast, values },
    ...(isLast ? {} : { nextCursor: String(next), nextPage: place(next) }),
  };
}

/** Whoever has the needle in the name, the e-mail or the display name; nobody for those who may not browse. */
function found(
  { state, profile, rights }: JiraContext,
  request: FastifyRequest,
  needle: string,
): readonly JiraUser[] {
  if (!rights.has("USER_PICKER")) return [];
  const { cap, paged } = profile.search;
  const inactive = queryOf(request, "includeInactive") === "true";
  const active = queryOf(request, "includeActive") !== "false";
  const start = paged ? numberOf(request, "startAt", 0) : 0;
  const size = Math.min(numberOf(request, "maxResults", 50), cap);
  return [...state.users.values()]
    .filter((user) => !user.deleted && (user.active ? active : inactive) && holds(user, needle))
    .slice(0, cap)
    .slice(start, start + size);
}

function holds({ name, email, displayName }: JiraUser, needle: string): boolean {
  return [name, email, displayName].some((text) => text.toLowerCase().includes(needle));
}
