import type { FastifyInstance, FastifyRequest } from "fastify";
import { type JiraContext, namedUser, queryOf, requireAdmin, requireSignIn, rootOf } from "./exchange.ts";
import { addUser, findGroup, type JiraUser, membersOf, renameUser } from "./jira-state.ts";
import { readUserBody, validDisplayName, validEmail, validName } from "./read-user.ts";
import { Refusal } from "./refusal.ts";
import { viewGroupLink, viewUser } from "./views.ts";

/** Users one by one: read, create, change. */
export function addUserRoutes(app: FastifyInstance, context: JiraContext): void {
  const { state } = context;

  app.get("/user", (request) => {
    requireSignIn(request);
    const user = namedUser(context, request);
    const expands = queryOf(request, "expand")?.split(",").includes("groups") === true;
    return { ...viewUser(user, rootOf(context, request)), groups: groupsOf(context, user, request, expands) };
  });

  app.post("/user", (request, reply) => {
    requireAdmin(context, request);
    const { name = "", email, displayName, active = true, applicationKeys } = readUserBody(request);
    const user = addUser(state, {
      name: validName(context, name),
      email: validEmail(email),
      displayName: validDisplayName(displayName),
      active,
    });
    for (const group of grantedBy(context, applicationKeys)) findGroup(state, group)?.members.add(user);
    const {
      expand: _,
      deleted: __,
      locale: ___,
      timeZone: ____,
      ...view
    } = asRecord(viewUser(user, rootOf(context, request)));
    return reply.code(201).send(view);
  });

  app.put("/user", (request) => {
    requireAdmin(context, request);
    const user = namedUser(context, request);
    changeUser(context, user, request);
    const {
      deleted: _,
      locale: __,
      timeZone: ___,
      expand: ____,
      ...view
    } = asRecord(viewUser(user, rootOf(context, request)));
    return view;
  });
}

/** Everything is looked at before anything is changed. */
function changeUser(context: JiraContext, user: JiraUser, request: FastifyRequest): void {
  if (user.readOnly !== undefined) {
    throw new Refusal(user.readOnly, "Cannot edit user, as the user's directory is read-only.");
  }
  const { name, email, displayName, active } = readUserBody(request);
  const asksForActive = active !== undefined && context.profile.writesActive;
  if (name === undefined && email === undefined && displayName === undefined && !asksForActive) {
    throw new Refusal(400, "error.no.value.found.to.be.changed");
  }
  const newName = name === undefined ? user.name : validName(context, name, user);
  const changes = {
    ...(email === undefined ? {} : { email: validEmail(email) }),
    ...(displayName === undefined ? {} : { displayName: validDisplayName(displayName) }),
    ...(asksForActive ? { active } : {}),
  };
  renameUser(context.state, user, newName);
  Object.assign(user, changes);
}

/** What is left out stands for the default applications; an empty list for none. */
function grantedBy({ state }: JiraContext, keys: readonly unknown[] | undefined): readonly string[] {
  const roles = state.roles.filter(({ key }) => keys === undefined || keys.includes(key));
  return roles.flatMap(({ defaultGroups }) => defaultGroups);
}

function groupsOf(context: JiraContext, user: JiraUser, request: FastifyRequest, expands: boolean): object {
  const { state } = context;
  const groups = [...state.groups.values()].filter((group) => membersOf(state, group).has(user));
  const items = groups.map(({ name }) => viewGroupLink(name, rootOf(context, request)));
  return { size: groups.length, items: expands ? items : [] };
}

function asRecord(value: object): Readonly<Record<string, unknown>> {
  return value as Record<string, unknown>;
}
