import type { FastifyInstance, FastifyRequest } from "fastify";
import {
  bodyOf,
  type JiraContext,
  queryOf,
  requireAdmin,
  requireSignIn,
  rootOf,
  textOf,
} from "./exchange.ts";
import { findUser, type JiraComponent, type JiraProject, type JiraUser } from "./jira-state.ts";
import { Refusal, wrongField } from "./refusal.ts";
import { viewComponent, viewProject } from "./views.ts";

/** Projects and components, as far as it takes to see who leads them and to change that. */
export function addProjectRoutes(app: FastifyInstance, context: JiraContext): void {
  app.get("/project", (request) => {
    requireSignIn(request);
    const withLead = queryOf(request, "expand")?.split(",").includes("lead") === true;
    return context.state.projects.map((project) => viewProject(project, rootOf(context, request), withLead));
  });

  app.get("/project/:id", (request) => {
    requireSignIn(request);
    return viewProject(namedProject(context, request), rootOf(context, request), true);
  });

  app.put("/project/:id", (request) => {
    requireAdmin(context, request);
    const project = namedProject(context, request);
    const lead = textOf(bodyOf(request, ["lead", "name", "description", "assigneeType"]), "lead");
    if (lead !== undefined) project.lead = knownLead(context, "projectLead", lead);
    return viewProject(project, rootOf(context, request), true);
  });

  app.get("/project/:id/components", (request) => {
    requireSignIn(request);
    const project = namedProject(context, request);
    const root = rootOf(context, request);
    return project.components.map((component) => viewComponent(component, project, root));
  });

  app.get("/component/:id", (request) => {
    requireSignIn(request);
    const { component, project } = namedComponent(context, request);
    return viewComponent(component, project, rootOf(context, request));
  });

  app.put("/component/:id", (request) => {
    requireAdmin(context, request);
    const { component, project } = namedComponent(context, request);
    const lead = textOf(bodyOf(request, ["leadUserName", "name", "description"]), "leadUserName");
    if (lead !== undefined) component.lead = knownLead(context, "leadUserName", lead);
    return viewComponent(component, project, rootOf(context, request));
  });
}

function namedProject({ state }: JiraContext, request: FastifyRequest): JiraProject {
  const { id } = request.params as { readonly id: string };
  const project = state.projects.find((one) => one.id === id || one.key === id);
  if (project === undefined) throw new Refusal(404, `No project could be found with key '${id}'.`);
  return project;
}

function namedComponent(
  { state }: JiraContext,
  request: FastifyRequest,
): { readonly component: JiraComponent; readonly project: JiraProject } {
  const { id } = request.params as { readonly id: string };
  for (const project of state.projects) {
    const component = project.components.find((one) => one.id === id);
    if (component !== undefined) return { component, project };
  }
  throw new Refusal(404, `The component with id ${id} does not exist.`);
}

function knownLead({ state }: JiraContext, field: string, name: string): JiraUser {
  const user = findUser(state, name);
  if (user === undefined || !user.active) throw wrongField(field, "The lead must be an active user.");
  return user;
}
