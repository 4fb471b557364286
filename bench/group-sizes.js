// How many members the groups of a generated tenant have.

/** Of each twenty groups, the first five hold each other; see src/sandbox/generate-tenant.ts. */
const BLOCK = 20;
const CHAIN = 5;

/** Members of each group with those of the groups in it, as a directory holds them; they do not overlap. */
export function groupSizes({ users, groups, membersPerGroup, nested }) {
  return Array.from({ length: groups }, (_, index) => {
    const place = index % BLOCK;
    const inChain = nested && place < CHAIN ? Math.min(CHAIN - place, groups - index) : 1;
    return Math.min(users, Math.min(users, membersPerGroup) * inChain);
  });
}

/** Direct members of each group, so that all groups together have about so many with those of the groups in them. */
export function membersFor({ users, groups, memberships }) {
  const shares = groupSizes({ users: Number.POSITIVE_INFINITY, groups, membersPerGroup: 1, nested: true });
  const sum = shares.reduce((all, one) => all + one, 0);
  return Math.max(1, Math.min(Math.floor(users / CHAIN), Math.round(memberships / sum)));
}
