import { toCrowdUser, toScimUser } from "./company/account.ts";
import { companyTenant } from "./company/company-tenant.ts";
import { type DirectoryContent, directoryContent } from "./company/directory-content.ts";
import { CLOUD_DRIFT, CROWD_DRIFT } from "./company/drifts.ts";
import type { CrowdSeed } from "./crowd/crowd-state.ts";
import type { Tenant } from "./graph/tenant.ts";
import type { ScimSeed } from "./scim/scim-resource.ts";

/** What the servers of a sandbox hold when it starts. Plain data, the same each time. */
export interface Company {
  readonly tenant: Tenant;
  readonly cloud: ScimSeed;
  readonly crowd: CrowdSeed;
}

/**
 * A believable small company: guests, disabled people, namesakes, accents and apostrophes, nested groups
 * with a cycle; and two directories that have fallen behind, so that the first plan shows every kind of
 * operation within the usual limits, and the second none.
 */
export function demoCompany(): Company {
  return {
    tenant: companyTenant(),
    cloud: toScimSeed(directoryContent(CLOUD_DRIFT)),
    crowd: toCrowdSeed(directoryContent(CROWD_DRIFT)),
  };
}

export function toScimSeed({ accounts, groups }: DirectoryContent): ScimSeed {
  return {
    users: accounts.map(toScimUser),
    groups: groups.map(({ name, members }) => ({ displayName: name, members })),
  };
}

export function toCrowdSeed({ accounts, groups }: DirectoryContent): CrowdSeed {
  return { users: accounts.map(toCrowdUser), groups };
}
