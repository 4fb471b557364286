/**
 * Where versions of Bitbucket Data Center differ from each other, and where nobody knows what they do: then
 * one version of the sandbox does this and the other that, so that clients cope with both.
 */
export interface BitbucketProfile {
  readonly version: string;
  /** Users have the time at which they were created. */
  readonly tellsCreation: boolean;
  /** `admin/user-directories` is there. */
  readonly listsDirectories: boolean;
  /** What the last page has as `nextPageStart`. */
  readonly lastPageStart: "null" | "absent";
  /** What the members of a group that is not there are, and the groups of such a user. */
  readonly missing: "empty" | "not-found";
  /** How far a list gets of which one name is wrong. */
  readonly wrongList: "nothing" | "until-wrong";
  /** A page may hold fewer than it could and still not be the last one. */
  readonly shortPages: boolean;
}

export const BITBUCKET_8: BitbucketProfile = {
  version: "8.19.0",
  tellsCreation: false,
  listsDirectories: false,
  lastPageStart: "null",
  missing: "empty",
  wrongList: "nothing",
  shortPages: true,
};

export const BITBUCKET_9_6: BitbucketProfile = {
  version: "9.6.0",
  tellsCreation: true,
  listsDirectories: true,
  lastPageStart: "absent",
  missing: "not-found",
  wrongList: "until-wrong",
  shortPages: false,
};
