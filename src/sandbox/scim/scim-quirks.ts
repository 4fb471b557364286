/** Where SCIM servers differ, and what has been seen in recordings. Changed by tests while the server runs. */
export interface ScimQuirks {
  /** Said in every list instead of the number of its items. */
  itemsPerPage: number | undefined;
  /** A list of groups comes without the members, as only the single group has them. */
  membersInList: boolean;
  /** Ids of users whose answers carry no `active`: in lists only, or wherever they are read. */
  readonly withoutActive: Map<string, "list" | "always">;
}

export function noQuirks(): ScimQuirks {
  return { itemsPerPage: undefined, membersInList: true, withoutActive: new Map() };
}
