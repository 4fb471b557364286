import type { JiraConfig } from "../../config/config.ts";
import type { Lead } from "../../model/directory-snapshot.ts";
import type { TargetId } from "../../model/ids.ts";
import type { JiraClient } from "./client.ts";
import type { WireLead } from "./wire.ts";

export interface LeadSearch {
  readonly client: Pick<JiraClient, "listProjects" | "listComponents">;
  readonly onDisable: JiraConfig["onDisable"];
  readonly signal: AbortSignal;
}

/**
 * Finds the projects and components that these accounts lead, as far as somebody is to take them over.
 * Components cost a request for each project, so they are asked for only then.
 */
export async function findLeads(
  { client, onDisable, signal }: LeadSearch,
  leaders: readonly TargetId[],
): Promise<readonly Lead[]> {
  const { projectLead, componentLead } = onDisable;
  if (projectLead === undefined && componentLead === undefined) return [];
  const wanted = new Set<unknown>(leaders);
  const projects = await client.listProjects({ withLeads: projectLead !== undefined }, signal);
  const leads = projects.flatMap((project) => toLead("project", project, nameOf(project)));
  const parts = componentLead === undefined ? [] : await readParts(projects, { client, signal });
  return [...leads, ...parts].filter(({ leader }) => wanted.has(leader));
}

async function readParts(
  projects: readonly WireLead[],
  { client, signal }: Pick<LeadSearch, "client" | "signal">,
): Promise<readonly Lead[]> {
  const parts = await Promise.all(
    projects.map(async (project) => {
      // A project that has gone meanwhile is led by nobody.
      const components = (await client.listComponents(project.id, signal)) ?? [];
      return components.flatMap((part) => toLead("component", part, `${keyOf(project)} / ${part.name}`));
    }),
  );
  return parts.flat();
}

function toLead(of: Lead["of"], { id, lead }: WireLead, name: string): readonly Lead[] {
  return typeof lead?.key === "string" ? [{ of, id, name, leader: lead.key as TargetId }] : [];
}

function nameOf(project: WireLead): string {
  return `${keyOf(project)} (${project.name})`;
}

function keyOf({ key, name }: WireLead): string {
  return typeof key === "string" ? key : name;
}
