import { accountOf } from "./company/account.ts";
import type { DirectoryContent } from "./company/directory-content.ts";
import type { GraphGroup, GraphObject, Tenant } from "./graph/tenant.ts";
import { stableId } from "./stable-id.ts";

export interface TenantSize {
  readonly users: number;
  readonly groups: number;
  /** Members of each group, all direct. Default: 100, or everybody where there are fewer. */
  readonly membersPerGroup?: number;
}

const FIRST = [
  "Ada",
  "Björn",
  "Chloé",
  "Daniel",
  "Elif",
  "Fatima",
  "Grace",
  "Hannah",
  "Ines",
  "Jan",
  "Karin",
];
const LAST = [
  "Lindqvist",
  "O'Brien",
  "Wójcik",
  "Tanaka",
  "Adeyemi",
  "Núñez",
  "Kim",
  "Rossi",
  "García",
  "Holm",
];

/**
 * A tenant of any size, always the same for the same size: everybody enabled and with a username of
 * their own, groups called `atl-team-…`.
 */
export function generateTenant({ users, groups, membersPerGroup = 100 }: TenantSize): Tenant {
  const people = Array.from({ length: users }, (_, index) => generateUser(index));
  const size = Math.min(membersPerGroup, users);
  return {
    id: stableId("generated tenant"),
    displayName: "Generated",
    users: people,
    groups: Array.from({ length: groups }, (_, index) => generateGroup(index, people, size)),
  };
}

/** What a directory holds after a run from that tenant with the sandbox's config: nothing is left to do. */
export function syncedContent({ users, groups }: Tenant): DirectoryContent {
  const accounts = users.map((user) => accountOf(user));
  const usernames = new Map(users.map(({ id }, index) => [id, accounts[index]?.username ?? ""]));
  return {
    accounts,
    groups: groups.map(({ displayName, members }) => ({
      name: displayName.replace(/^atl-/, ""),
      members: members.map((id) => usernames.get(id) ?? ""),
    })),
  };
}

function generateUser(index: number): GraphObject {
  const givenName = FIRST[index % FIRST.length] ?? "";
  const surname = LAST[index % LAST.length] ?? "";
  const address = `user${String(index).padStart(6, "0")}@generated.example`;
  return {
    id: stableId(`generated user ${index}`),
    accountEnabled: true,
    userType: "Member",
    displayName: `${givenName} ${surname} ${index}`,
    givenName,
    surname,
    mail: address,
    userPrincipalName: address,
    department: index % 2 === 0 ? "Engineering" : "Operations",
  };
}

function generateGroup(index: number, people: readonly GraphObject[], size: number): GraphGroup {
  const first = (index * size) % Math.max(1, people.length);
  const members = Array.from({ length: size }, (_, turn) => people[(first + turn) % people.length]?.id ?? "");
  return {
    id: stableId(`generated group ${index}`),
    displayName: `atl-team-${String(index).padStart(4, "0")}`,
    members,
    securityEnabled: true,
    mailEnabled: false,
  };
}
