/** Where Crowd servers differ from each other. */
export interface CrowdProfile {
  /** `"plural"`: lists are called `users`, `groups`, `attributes`; `"singular"`: `user`, `group`, `attribute`. */
  readonly listKeys: "plural" | "singular";
  /** POST user stores the attributes that come with it, and answers with the user. Otherwise it ignores them. */
  readonly attributesOnCreate: boolean;
  /** Members of a group that does not exist: an empty list (CWD-4470) or 404. */
  readonly missingGroup: "empty" | "not-found";
  /** Whether the directory lets groups hold groups: off until an admin turns it on. */
  readonly nestedGroups: boolean;
  /** Most that one page holds, whatever was asked for. */
  readonly pageCap: number;
  /** `"scattered"`: users come in an order that has no rule, the same at each request. */
  readonly order: "added" | "scattered";
}

export const NEWER_CROWD: CrowdProfile = {
  listKeys: "plural",
  attributesOnCreate: true,
  missingGroup: "not-found",
  nestedGroups: true,
  pageCap: Number.POSITIVE_INFINITY,
  order: "added",
};

export const OLDER_CROWD: CrowdProfile = {
  ...NEWER_CROWD,
  attributesOnCreate: false,
  missingGroup: "empty",
};

/** A server that names its lists as the pages about recent versions do, and keeps its pages short. */
export const ODD_CROWD: CrowdProfile = {
  ...NEWER_CROWD,
  listKeys: "singular",
  pageCap: 7,
  order: "scattered",
};

/** What an application may do to its directory. */
export type CrowdRight =
  | "create-user"
  | "modify-user"
  | "delete-user"
  | "create-group"
  | "modify-group"
  | "delete-group";

export const ALL_RIGHTS: ReadonlySet<CrowdRight> = new Set([
  "create-user",
  "modify-user",
  "delete-user",
  "create-group",
  "modify-group",
  "delete-group",
]);
