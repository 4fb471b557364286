/** What a client may write of a user. Absent: not set. */
export interface ScimFields {
  readonly userName: string;
  readonly emails: readonly ScimEmail[];
  readonly active: boolean;
  readonly externalId?: string;
  readonly displayName?: string;
  readonly name?: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
}

export interface ScimEmail {
  readonly value: string;
  readonly type?: string;
  readonly primary?: boolean;
}

export interface ScimUser {
  readonly id: string;
  readonly fields: ScimFields;
  readonly atlassianAccountId: string;
  readonly created: string;
  readonly lastModified: string;
}

export interface ScimGroup {
  readonly id: string;
  readonly displayName: string;
  readonly externalId?: string;
  /** Ids of users. */
  readonly members: Set<string>;
  readonly created: string;
  lastModified: string;
}

/** What a directory holds before anybody writes to it. */
export interface ScimSeed {
  readonly users?: readonly (Partial<ScimFields> & { readonly userName: string; readonly email: string })[];
  /** Members by userName. */
  readonly groups?: readonly { readonly displayName: string; readonly members: readonly string[] }[];
  /** Groups of the organisation that are not in this directory: their names are taken. */
  readonly organisationGroups?: readonly string[];
}
