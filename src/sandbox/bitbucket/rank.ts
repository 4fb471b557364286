import {
  type BitbucketGroup,
  type BitbucketPermission,
  type BitbucketState,
  type BitbucketUser,
  PERMISSIONS,
} from "./bitbucket-state.ts";

/** How much a permission is; 0 for none. */
export function rankOf(permission: BitbucketPermission | undefined): number {
  return permission === undefined ? 0 : PERMISSIONS.indexOf(permission) + 1;
}

/** The most that a user may do, in person or by a group. */
export function userRank(state: BitbucketState, user: BitbucketUser): number {
  const byGroup = [...state.groups.values()].filter(({ members }) => members.has(user));
  return Math.max(rankOf(user.permission), ...byGroup.map(({ permission }) => rankOf(permission)));
}

/** Whether the licence has room for these besides those who are let in. */
export function hasSeats(state: BitbucketState, users: readonly BitbucketUser[]): boolean {
  // Counting them takes as long as there are users, each time that one is let in.
  if (state.users.size <= state.seats) return true;
  const seated = new Set([...state.users.values()].filter(({ permission }) => permission !== undefined));
  for (const { members, permission } of state.groups.values()) {
    if (permission !== undefined) for (const member of members) seated.add(member);
  }
  const before = seated.size;
  for (const user of users) seated.add(user);
  return seated.size === before || seated.size <= state.seats;
}

/** Whether being in a group takes a seat. */
export function takesSeat({ permission }: BitbucketGroup): boolean {
  return permission !== undefined;
}
