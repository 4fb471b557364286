/** Where versions of Confluence Data Center differ from each other. */
export interface ConfluenceProfile {
  /** As Confluence writes it: `9.4.0`. */
  readonly version: string;
  /** `user/list` and `POST admin/user` are there. They came together. */
  readonly listsUsers: boolean;
  /** `PUT admin/user/{username}` is there. */
  readonly updatesUsers: boolean;
  /** `GET permissions` is there. */
  readonly tellsPermissions: boolean;
  /** How an address that this version does not know is answered: by the framework, not by Confluence. */
  readonly unknown: "json" | "page";
  /** What `PUT admin/user/{username}` makes of an e-mail that is left out. */
  readonly withoutEmail: "kept" | "refused";
  readonly paging: Paging;
}

export interface Paging {
  /** Most that one page holds, whatever was asked for. */
  readonly cap: number;
  /** Where `next` is given: where there is more, behind every page, an empty one included, or nowhere. */
  readonly next: "exact" | "always" | "never";
  /** Pages say how many there are in all. */
  readonly totals: boolean;
}

export const CONFLUENCE_8_4: ConfluenceProfile = {
  version: "8.4.0",
  listsUsers: true,
  updatesUsers: false,
  tellsPermissions: false,
  unknown: "json",
  withoutEmail: "kept",
  paging: { cap: 200, next: "exact", totals: false },
};

/** Accounts can be disabled and enabled, and neither listed nor made. */
export const CONFLUENCE_8_3: ConfluenceProfile = { ...CONFLUENCE_8_4, version: "8.3.4", listsUsers: false };

export const CONFLUENCE_9_4: ConfluenceProfile = {
  ...CONFLUENCE_8_4,
  version: "9.4.0",
  updatesUsers: true,
  tellsPermissions: true,
};

export const CONFLUENCE_10: ConfluenceProfile = {
  ...CONFLUENCE_9_4,
  version: "10.0.3",
  unknown: "page",
  paging: { cap: 200, next: "always", totals: false },
};

/** What an account may do. `"LOGIN"`: use Confluence at all. */
export type ConfluenceRight = "ADMINISTER" | "LOGIN";

export const ALL_CONFLUENCE_RIGHTS: ReadonlySet<ConfluenceRight> = new Set(["ADMINISTER", "LOGIN"]);
