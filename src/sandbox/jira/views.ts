import type { JiraComponent, JiraGroup, JiraProject, JiraUser } from "./jira-state.ts";

/** A user as most answers show it. */
export function viewUser(user: JiraUser, root: string): object {
  return {
    ...viewMember(user, root),
    deleted: user.deleted,
    locale: "en_US",
    expand: "groups,applicationRoles",
  };
}

/** A user as lists of members show it. */
export function viewMember({ key, name, email, displayName, active }: JiraUser, root: string): object {
  const self = `${root}/user?username=${encodeURIComponent(name)}`;
  return { self, name, key, emailAddress: email, displayName, active, timeZone: "Etc/UTC" };
}

export function viewGroup({ name, members }: JiraGroup, root: string): object {
  return {
    ...viewGroupLink(name, root),
    users: { size: members.size, items: [], "max-results": 50, "start-index": 0, "end-index": 0 },
    expand: "users",
  };
}

export function viewGroupLink(name: string, root: string): object {
  return { name, self: `${root}/group?groupname=${encodeURIComponent(name)}` };
}

export function viewProject({ id, key, name, lead }: JiraProject, root: string, withLead: boolean): object {
  return {
    ...{ expand: "description,lead,url,projectKeys", self: `${root}/project/${id}` },
    ...{ id, key, name, projectTypeKey: "software", archived: false },
    ...(withLead && lead !== undefined ? { lead: viewMember(lead, root) } : {}),
  };
}

export function viewComponent(
  { id, name, lead }: JiraComponent,
  { key, id: projectId }: JiraProject,
  root: string,
): object {
  return {
    ...{ self: `${root}/component/${id}`, id, name, project: key, projectId: Number(projectId) },
    ...(lead === undefined ? {} : { lead: viewMember(lead, root) }),
    ...{ assigneeType: "PROJECT_DEFAULT", isAssigneeTypeValid: true, archived: false },
  };
}
