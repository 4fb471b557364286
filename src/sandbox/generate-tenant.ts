import { accountOf } from "./company/account.ts";
import type { DirectoryContent } from "./company/directory-content.ts";
import type { GraphGroup, GraphObject, Tenant } from "./graph/tenant.ts";
import { stableId } from "./stable-id.ts";

export interface TenantSize {
  readonly users: number;
  readonly groups: number;
  /** Direct members of each group that are users. Default: 100, or everybody where there are fewer. */
  readonly membersPerGroup?: number;
  /** Of each twenty groups, the first five hold each other, one level below the other. Default: no. */
  readonly nested?: boolean;
}

const BLOCK = 20;
const CHAIN = 5;

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
export function generateTenant({ users, groups, membersPerGroup = 100, nested }: TenantSize): Tenant {
  const people = Array.from({ length: users }, (_, index) => generateUser(index));
  const size = Math.min(membersPerGroup, users);
  return {
    id: stableId("generated tenant"),
    displayName: "Generated",
    users: people,
    groups: Array.from({ length: groups }, (_, index) => {
      const group = generateGroup(index, people, size);
      const holdsNext = nested === true && index % BLOCK < CHAIN - 1 && index + 1 < groups;
      return holdsNext ? { ...group, members: [...group.members, groupId(index + 1)] } : group;
    }),
  };
}

/** What a directory holds after a run from that tenant with the sandbox's config: nothing is left to do. */
export function syncedContent({ users, groups }: Tenant): DirectoryContent {
  const accounts = users.map((user) => accountOf(user));
  const usernames = new Map(users.map(({ id }, index) => [id, accounts[index]?.username ?? ""]));
  const held = new Map(groups.map(({ id, members }) => [id, members]));
  // Groups are only held by those before them, so none leads back to itself.
  const peopleOf = (members: readonly string[]): readonly string[] =>
    members.flatMap((id) => {
      const inner = held.get(id);
      return inner === undefined ? (usernames.get(id) ?? "") : peopleOf(inner);
    });
  return {
    accounts,
    groups: groups.map(({ displayName, members }) => ({
      name: displayName.replace(/^atl-/, ""),
      members: [...new Set(peopleOf(members))],
    })),
  };
}

function groupId(index: number): string {
  return stableId(`generated group ${index}`);
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
    id: groupId(index),
    displayName: `atl-team-${String(index).padStart(4, "0")}`,
    members,
    securityEnabled: true,
    mailEnabled: false,
  };
}
