import { GraphError } from "./graph-error.ts";

const ALL = ["Directory.Read.All", "Directory.ReadWrite.All"];

/** Application permissions by what they open; any one of them is enough. */
const OPENED_BY = {
  // User.ReadBasic.All is in the vendor's table too, but application tokens with it are still refused.
  users: ["User.Read.All", "User.ReadWrite.All", ...ALL],
  groups: [
    "Group.Read.All",
    "Group.ReadBasic.All",
    "Group.ReadWrite.All",
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    ...ALL,
  ],
  members: [
    "Group.Read.All",
    "Group.ReadBasic.All",
    "Group.ReadWrite.All",
    "GroupMember.Read.All",
    "GroupMember.ReadBasic.All",
    "GroupMember.ReadWrite.All",
    ...ALL,
  ],
  hiddenMembers: ["Member.Read.Hidden"],
  applications: ["Application.Read.All", "Application.ReadWrite.All", ...ALL],
  organization: ["Organization.Read.All", "Organization.ReadWrite.All", "User.Read.All", ...ALL],
} as const;

export type Area = keyof typeof OPENED_BY;

export function mayRead(roles: ReadonlySet<string>, area: Area): boolean {
  return OPENED_BY[area].some((role) => roles.has(role));
}

/** @throws GraphError 403 `Authorization_RequestDenied` when the token has none of the permissions. */
export function demand(roles: ReadonlySet<string>, area: Area): void {
  if (mayRead(roles, area)) return;
  throw new GraphError(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  );
}
