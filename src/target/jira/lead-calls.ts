import type { Lead } from "../../model/directory-snapshot.ts";
import type { Senders } from "./client.ts";
import { readLead, readList, type WireLead } from "./wire.ts";

export interface LeadCalls {
  /** All projects that the account may see, with their leads where these are wanted. */
  listProjects(options: { readonly withLeads: boolean }, signal: AbortSignal): Promise<readonly WireLead[]>;
  /** The components of a project with their leads. `undefined`: no such project. */
  listComponents(project: string, signal: AbortSignal): Promise<readonly WireLead[] | undefined>;
  findLed(led: Led, signal: AbortSignal): Promise<WireLead | undefined>;
  setLeader(led: Led, username: string, signal: AbortSignal): Promise<void>;
}

/** A project or a component. */
export type Led = Pick<Lead, "of" | "id">;

export function leadCalls({ send, find }: Senders): LeadCalls {
  return {
    async listProjects({ withLeads }, signal) {
      const query = withLeads ? { expand: "lead" } : {};
      const body = await send({ method: "GET", path: "/project", query }, signal);
      return readList(body, "a list of projects", readLead);
    },
    async listComponents(project, signal) {
      const path = `/project/${encodeURIComponent(project)}/components`;
      const body = await find({ method: "GET", path }, signal);
      return body === undefined ? undefined : readList(body, "a list of components", readLead);
    },
    async findLed(led, signal) {
      const body = await find({ method: "GET", path: pathOf(led) }, signal);
      return body === undefined ? undefined : readLead(body);
    },
    async setLeader(led, username, signal) {
      const body = led.of === "project" ? { lead: username } : { leadUserName: username };
      await send({ method: "PUT", path: pathOf(led), body }, signal);
    },
  };
}

function pathOf({ of, id }: Led): string {
  return `/${of}/${encodeURIComponent(id)}`;
}
