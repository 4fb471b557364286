import type { AtlassianCloudConfig } from "../../config/config.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import { FIELDS } from "../../model/desired.ts";

/** What a user provisioning directory of Atlassian Cloud can do for an organization with these domains. */
export function capabilitiesOf({ verifiedDomains }: AtlassianCloudConfig): Capabilities {
  return verifiedDomains === undefined ? CAPABILITIES : { ...CAPABILITIES, emailDomains: verifiedDomains };
}

const CAPABILITIES: Capabilities = {
  link: "directory",
  fields: FIELDS,
  email: "unique",
  requiresEmail: true,
  // Atlassian names neither a length nor forbidden characters; this is what its database takes elsewhere.
  username: { maxLength: 255, forbidden: [] },
  // Creating one of these is answered with success, and then it never reaches the organization.
  reservedGroups: [
    "site-admins",
    "org-admins",
    "system-administrators",
    "administrators",
    "atlassian-addons",
    "atlassian-addons-admin",
    "trusted-users-*",
    "jira-admins-*",
    "jira-administrators",
    "jira-users-*",
    "jira-*-users-*",
    "confluence-admins-*",
    "confluence-administrators",
    "confluence-users-*",
  ],
  nesting: "never",
  membersPerRequest: 100,
};
