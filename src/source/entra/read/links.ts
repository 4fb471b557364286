/** The largest page that Graph gives: 1,000 is refused. */
const PAGE = "$top=999";
/** Terms that one filter may have. */
export const IDS_PER_REQUEST = 15;

const ALWAYS = ["id", "userPrincipalName", "accountEnabled", "userType"];
const OF_GROUPS = ["id", "displayName", "visibility"];
const TYPE_OF_GROUPS = ["groupTypes", "mailEnabled", "securityEnabled"];

/** What is asked of groups besides what is always needed. */
export interface GroupFields {
  /** What tells their type. */
  readonly types: boolean;
}

/** @param properties Asked for besides those that are always needed. */
export function selectUsers(properties: readonly string[]): string {
  return `$select=${[...new Set([...ALWAYS, ...properties])].map(encodeURIComponent).join(",")}`;
}

export function usersLink(properties: readonly string[], filter?: string): string {
  const narrowed = filter === undefined ? "" : `&$filter=${encodeURIComponent(filter)}`;
  return `/users?${selectUsers(properties)}&${PAGE}${narrowed}`;
}

/** @param ids 15 at most. */
export function usersByIdLink(properties: readonly string[], ids: readonly string[]): string {
  return `/users?${selectUsers(properties)}&$filter=${encodeURIComponent(idIn(ids))}`;
}

/** A filter rather than a path: guests' names have `#` in them, and those that begin with `$` need another one. */
export function userByNameLink(properties: readonly string[], userPrincipalName: string): string {
  const filter = encodeURIComponent(`userPrincipalName eq ${literal(userPrincipalName)}`);
  return `/users?${selectUsers(properties)}&$filter=${filter}`;
}

export function groupsLink(fields: GroupFields): string {
  return `/groups?${selectGroups(fields)}&${PAGE}`;
}

/** @param ids 15 at most. */
export function groupsByIdLink(ids: readonly string[], fields: GroupFields): string {
  return `/groups?${selectGroups(fields)}&$filter=${encodeURIComponent(idIn(ids))}`;
}

export function groupsByNameLink(name: string, fields: GroupFields): string {
  const filter = encodeURIComponent(`displayName eq ${literal(name)}`);
  return `/groups?${selectGroups(fields)}&$filter=${filter}`;
}

/** For suggestions, whatever their type. */
export function groupsByPrefixLink(prefix: string): string {
  const filter = encodeURIComponent(`startswith(displayName,${literal(prefix)})`);
  return `/groups?${selectGroups({ types: false })}&$filter=${filter}&$top=5`;
}

function selectGroups({ types }: GroupFields): string {
  return `$select=${[...OF_GROUPS, ...(types ? TYPE_OF_GROUPS : [])].join(",")}`;
}

/**
 * Members of all kinds, whose `@odata.type` tells them apart. No cast to users: it reads another index,
 * which lags behind.
 *
 * @param properties User properties; `undefined` when only the ids are needed.
 * @param names Whether the names of groups among them are needed.
 */
export function membersLink(
  groupId: string,
  { properties, names }: { readonly properties: readonly string[] | undefined; readonly names: boolean },
): string {
  const named = names ? ["displayName"] : [];
  const select =
    properties === undefined
      ? `$select=${["id", "userPrincipalName", ...named].join(",")}`
      : selectUsers([...properties, ...named]);
  return `/groups/${encodeURIComponent(groupId)}/members?${select}&${PAGE}`;
}

export function assignmentsLink(application: string): string {
  return `/servicePrincipals(appId='${encodeURIComponent(application)}')/appRoleAssignedTo?${PAGE}`;
}

function idIn(ids: readonly string[]): string {
  return `id in (${ids.map(literal).join(",")})`;
}

/** A text in an OData filter: quotes are doubled. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
