import type { Access } from "../../model/access.ts";
import { foldName } from "../../model/names.ts";

export const NO_ACCESS: Access = { groups: [] };

/** The access that an operation names, for another one. Nothing where accounts have a flag. */
export function accessOf({ access }: { readonly access?: Access }): { readonly access?: Access } {
  return access === undefined ? {} : { access };
}

/** Whether it lets nobody in. */
export function isNothing({ groups, permission }: Access): boolean {
  return groups.length === 0 && permission === undefined;
}

/** Everything of both. An account has one permission at most, so the first one's counts. */
export function union(first: Access, second: Access): Access {
  const known = new Set(first.groups.map(foldName));
  const groups = [...first.groups, ...second.groups.filter((group) => !known.has(foldName(group)))];
  return made(groups, first.permission ?? second.permission);
}

/** What the first has and the second has not. Whoever has a permission lacks no other one. */
export function minus(first: Access, second: Access): Access {
  const taken = new Set(second.groups.map(foldName));
  const groups = first.groups.filter((group) => !taken.has(foldName(group)));
  return made(groups, second.permission === undefined ? first.permission : undefined);
}

/** Whether there is anything that both have. */
export function overlap(one: Access, other: Access): boolean {
  if (one.permission !== undefined && other.permission !== undefined) return true;
  const known = new Set(one.groups.map(foldName));
  return other.groups.some((group) => known.has(foldName(group)));
}

/** The part of it whose groups pass. */
export function withGroups(access: Access, isKept: (group: string) => boolean): Access {
  return made(access.groups.filter(isKept), access.permission);
}

export function isSameAccess(one: Access, other: Access): boolean {
  return one.permission === other.permission && isNothing(minus(one, other)) && isNothing(minus(other, one));
}

function made(groups: readonly string[], permission: string | undefined): Access {
  return permission === undefined ? { groups } : { groups, permission };
}
