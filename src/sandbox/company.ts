import type { BitbucketSeed } from "./bitbucket/bitbucket-state.ts";
import { companyTenant } from "./company/company-tenant.ts";
import { type DirectoryContent, directoryContent } from "./company/directory-content.ts";
import { BITBUCKET_DRIFT, CLOUD_DRIFT, CONFLUENCE_DRIFT, CROWD_DRIFT, JIRA_DRIFT } from "./company/drifts.ts";
import { PROJECTS } from "./company/projects.ts";
import { toBitbucketSeed, toConfluenceSeed, toCrowdSeed, toJiraSeed, toScimSeed } from "./company/seeds.ts";
import type { ConfluenceSeed } from "./confluence/confluence-state.ts";
import type { CrowdSeed } from "./crowd/crowd-state.ts";
import type { Tenant } from "./graph/tenant.ts";
import type { JiraSeed } from "./jira/jira-state.ts";
import type { ScimSeed } from "./scim/scim-resource.ts";

/** What the servers of a sandbox hold when it starts. Plain data, the same each time. */
export interface Company extends Directories {
  readonly tenant: Tenant;
}

/** By the name of the server. One that is left out is empty. */
interface Directories {
  readonly cloud?: ScimSeed;
  readonly crowd?: CrowdSeed;
  readonly jira?: JiraSeed;
  readonly confluence?: ConfluenceSeed;
  readonly bitbucket?: BitbucketSeed;
}

/**
 * A believable small company: guests, disabled people, namesakes, accents and apostrophes, nested groups
 * with a cycle; and directories that have fallen behind, so that the first plan shows every kind of
 * operation within the usual limits, and the second none.
 */
export function demoCompany(): Company {
  const company = toCompany(companyTenant(), {
    cloud: directoryContent(CLOUD_DRIFT),
    crowd: directoryContent(CROWD_DRIFT),
    jira: directoryContent(JIRA_DRIFT),
    confluence: directoryContent(CONFLUENCE_DRIFT),
    bitbucket: directoryContent(BITBUCKET_DRIFT),
  });
  return { ...company, jira: { ...company.jira, projects: PROJECTS } };
}

/** Puts what directories are to hold into the form of each product. */
export function toCompany(
  tenant: Tenant,
  {
    cloud,
    crowd,
    jira,
    confluence,
    bitbucket,
  }: Readonly<Partial<Record<keyof Directories, DirectoryContent>>>,
): Company {
  return {
    tenant,
    ...(cloud && { cloud: toScimSeed(cloud) }),
    ...(crowd && { crowd: toCrowdSeed(crowd) }),
    ...(jira && { jira: toJiraSeed(jira) }),
    ...(confluence && { confluence: toConfluenceSeed(confluence) }),
    ...(bitbucket && { bitbucket: toBitbucketSeed(bitbucket) }),
  };
}
