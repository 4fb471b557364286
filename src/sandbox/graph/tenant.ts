/** A user, group or other object as Graph stores it: what is not there was never set. */
export type GraphObject = Readonly<Record<string, unknown>> & { readonly id: string };

export type GraphGroup = GraphObject & {
  readonly displayName: string;
  /** Object ids of direct members: users, groups and others, in the order in which they are listed. */
  readonly members: readonly string[];
};

/** An enterprise application and who is assigned to it. */
export interface GraphApplication {
  /** Object id of the service principal. */
  readonly id: string;
  /** Client id. */
  readonly appId: string;
  readonly displayName: string;
  /** Object ids of users and groups. One may occur twice: once for each role it has. */
  readonly assignedTo: readonly string[];
}

/** A member that is neither a user nor a group. */
export type GraphOther = GraphObject & { readonly type: "device" | "servicePrincipal" | "orgContact" };

/** What an Entra tenant holds. Plain data; `createGraphDirectory` makes it change. */
export interface Tenant {
  readonly id: string;
  readonly displayName: string;
  readonly users: readonly GraphObject[];
  readonly groups: readonly GraphGroup[];
  readonly applications?: readonly GraphApplication[];
  readonly others?: readonly GraphOther[];
}
