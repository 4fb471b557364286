/** Where versions of Jira Data Center differ from each other. */
export interface JiraProfile {
  readonly version: readonly [number, number, number];
  /** `user/list` is there. */
  readonly listsUsers: boolean;
  /** Most that `user/search` ever gives. `paged`: in pages, otherwise `startAt` is read over. */
  readonly search: { readonly cap: number; readonly paged: boolean };
  /** PUT user takes `active`. */
  readonly writesActive: boolean;
  /** There are personal access tokens. */
  readonly takesTokens: boolean;
}

export const JIRA_9_12: JiraProfile = {
  version: [9, 12, 0],
  listsUsers: false,
  search: { cap: 1000, paged: true },
  writesActive: true,
  takesTokens: true,
};

/** Before users could be disabled by REST, and before there were tokens. */
export const JIRA_8_2: JiraProfile = {
  ...JIRA_9_12,
  version: [8, 2, 6],
  writesActive: false,
  takesTokens: false,
};

/** The search has been cut down already, and there is no list yet. */
export const JIRA_10_3_0: JiraProfile = {
  ...JIRA_9_12,
  version: [10, 3, 0],
  search: { cap: 100, paged: false },
};

export const JIRA_10_3_24: JiraProfile = { ...JIRA_10_3_0, version: [10, 3, 24], listsUsers: true };

export const JIRA_11: JiraProfile = { ...JIRA_10_3_24, version: [11, 0, 0] };

/** What an account may do: administer, and see other people. */
export type JiraRight = "ADMINISTER" | "USER_PICKER";

export const ALL_JIRA_RIGHTS: ReadonlySet<JiraRight> = new Set(["ADMINISTER", "USER_PICKER"]);
