import type { CredentialConfig, EntraConfig } from "../../config/config.ts";
import { groupsIn } from "../../model/condition.ts";

export interface Permission {
  readonly name: string;
  /** What usersync does with it, to complete "needed to …". */
  readonly purpose: string;
  /** Broader ones that contain it. */
  readonly includedIn: readonly string[];
}

const DIRECTORY = ["Directory.Read.All", "Directory.ReadWrite.All"];

export const USER_READ: Permission = {
  name: "User.Read.All",
  purpose: "read users and whether they are enabled",
  includedIn: ["User.ReadWrite.All", ...DIRECTORY],
};

const GROUP_MEMBER_READ: Permission = {
  name: "GroupMember.Read.All",
  purpose: "read groups and their members",
  includedIn: ["GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All", ...DIRECTORY],
};

const APPLICATION_READ: Permission = {
  name: "Application.Read.All",
  purpose: "read who is assigned to the enterprise application",
  includedIn: ["Application.ReadWrite.All", ...DIRECTORY],
};

export const HIDDEN_MEMBER_READ: Permission = {
  name: "Member.Read.Hidden",
  purpose: "read the members of groups with hidden membership",
  includedIn: [],
};

/** The permissions without which this config cannot be read. */
export function permissionsFor({ users, groups }: EntraConfig): readonly Permission[] {
  const readsGroups = users.from !== "all" || groups.from !== "none" || groupsIn(users.where).length > 0;
  const readsAssignments = users.from === "assigned" || groups.from === "assigned";
  return [
    USER_READ,
    ...(readsGroups ? [GROUP_MEMBER_READ] : []),
    ...(readsAssignments ? [APPLICATION_READ] : []),
  ];
}

/** The permission that opens an address of Graph. */
export function permissionOf(url: string): Permission {
  const { pathname } = new URL(url);
  if (pathname.includes("/servicePrincipals")) return APPLICATION_READ;
  return pathname.includes("/groups") ? GROUP_MEMBER_READ : USER_READ;
}

export function isGranted(permission: Permission, roles: ReadonlySet<string>): boolean {
  return roles.has(permission.name) || permission.includedIn.some((broader) => roles.has(broader));
}

/** Where to click to grant it. */
export function howToGrant({ name }: Permission, credential: CredentialConfig): string {
  if (credential.type === "managed-identity") {
    return `Assign the Microsoft Graph app role ${name} to the managed identity; there is no page for that, PowerShell has New-MgServicePrincipalAppRoleAssignment. Then run again, with a new token.`;
  }
  const app = "clientId" in credential ? `the app ${credential.clientId}` : "the app";
  return `In the Entra admin center open App registrations → ${app} → API permissions → Add a permission → Microsoft Graph → Application permissions → ${name}, then click "Grant admin consent". It counts from the next token on, a minute or so later.`;
}
