import type { EntraConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { parseSourceId, type SourceId } from "../../../model/ids.ts";
import type { JsonObject } from "../../to-person.ts";
import { foldPages } from "../graph/fold-pages.ts";
import { GraphRefusal } from "../graph/graph-refusal.ts";
import { assignmentsLink } from "./links.ts";
import type { Reading } from "./reading.ts";

/** Who is assigned to the enterprise application. Each once, though one assignment per role is common. */
export interface Assignments {
  /** Assigned in person; by id, with the name that the assignment shows. */
  readonly users: ReadonlyMap<SourceId, string>;
  readonly groups: ReadonlyMap<string, string>;
}

export const NO_ASSIGNMENTS: Assignments = { users: new Map(), groups: new Map() };

interface Folded {
  readonly users: Map<SourceId, string>;
  readonly groups: Map<SourceId, string>;
}

export async function readAssignments({ config, graph, signal }: Reading): Promise<Assignments> {
  const application = applicationOf(config);
  const what = `who is assigned to the application ${application}`;
  try {
    return await foldPages<Folded>(
      graph,
      {
        link: assignmentsLink(application),
        what,
        begin: () => ({ users: new Map(), groups: new Map() }),
        add: (into, assignment) => addAssignment(into, assignment, what),
      },
      signal,
    );
  } catch (error) {
    throw error instanceof GraphRefusal && error.status === 404
      ? unknownApplication(application, error)
      : error;
  }
}

function addAssignment({ users, groups }: Folded, assignment: JsonObject, what: string): void {
  const { principalId, principalType, principalDisplayName } = assignment;
  const id = parseSourceId(principalId);
  if (id === undefined) {
    throw new UsersyncError("UNEXPECTED_ANSWER", {
      what: `An entry of ${what} names nobody: its principalId is no id.`,
      why: "Nobody can tell who is meant.",
      fix: "Check source.graphUrl, and whether a proxy changes the answers.",
    });
  }
  const name = typeof principalDisplayName === "string" ? principalDisplayName : id;
  if (principalType === "User") users.set(id, name);
  if (principalType === "Group") groups.set(id, name);
}

function applicationOf({ users }: EntraConfig): string {
  if (users.application !== undefined) return users.application;
  throw new UsersyncError("CONFIG_INVALID", {
    what: 'source.users.application is missing, though "assigned" is used.',
    why: "It says to which enterprise application people are assigned.",
    fix: "Set it to the Application (client) ID of the enterprise application.",
  });
}

function unknownApplication(application: string, cause: GraphRefusal): UsersyncError {
  return new UsersyncError("CONFIG_INVALID", {
    what: `This tenant has no enterprise application with the client id ${application}.`,
    why: "Without it nobody knows who is in scope.",
    fix: "In the Entra admin center open Enterprise applications → your app and copy its Application ID into source.users.application.",
    cause,
  });
}
