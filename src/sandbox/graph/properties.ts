/** Which properties objects have, which of them come unasked, and which are lists. */
export interface ObjectType {
  /** Of those that `$select` may name. Without `$select` only `byDefault` is answered. */
  readonly known: ReadonlySet<string>;
  readonly byDefault: readonly string[];
}

const LISTS =
  words(`addIns alternativeNames appRoles assignedLabels assignedLicenses assignedPlans businessPhones
  groupTypes identities imAddresses infoCatalogs keyCredentials licenseAssignmentStates
  notificationEmailAddresses oauth2PermissionScopes onPremisesProvisioningErrors otherMails passwordCredentials
  provisionedPlans proxyAddresses replyUrls resourceBehaviorOptions resourceProvisioningOptions
  servicePrincipalNames serviceProvisioningErrors tags`);
const lists = new Set(LISTS);

export const USER: ObjectType = {
  byDefault: words(`businessPhones displayName givenName jobTitle mail mobilePhone officeLocation
    preferredLanguage surname userPrincipalName id`),
  known: new Set(
    words(`id deletedDateTime accountEnabled ageGroup assignedLicenses assignedPlans authorizationInfo
    businessPhones city companyName consentProvidedForMinor country createdDateTime creationType
    customSecurityAttributes department displayName employeeHireDate employeeId employeeLeaveDateTime
    employeeOrgData employeeType externalUserState externalUserStateChangeDateTime faxNumber givenName
    identities imAddresses isManagementRestricted isResourceAccount jobTitle lastPasswordChangeDateTime
    legalAgeGroupClassification licenseAssignmentStates mail mailNickname mobilePhone officeLocation
    onPremisesDistinguishedName onPremisesDomainName onPremisesExtensionAttributes onPremisesImmutableId
    onPremisesLastSyncDateTime onPremisesProvisioningErrors onPremisesSamAccountName
    onPremisesSecurityIdentifier onPremisesSyncEnabled onPremisesUserPrincipalName otherMails
    passwordPolicies passwordProfile postalCode preferredDataLocation preferredLanguage provisionedPlans
    proxyAddresses securityIdentifier serviceProvisioningErrors showInAddressList
    signInSessionsValidFromDateTime state streetAddress surname usageLocation userPrincipalName userType`),
  ),
};

export const GROUP: ObjectType = {
  byDefault:
    words(`id deletedDateTime classification createdDateTime description displayName expirationDateTime
    groupTypes isAssignableToRole mail mailEnabled mailNickname membershipRule membershipRuleProcessingState
    onPremisesLastSyncDateTime onPremisesSecurityIdentifier onPremisesSyncEnabled preferredDataLocation
    preferredLanguage proxyAddresses renewedDateTime securityEnabled theme visibility`),
  known: new Set(
    words(`id deletedDateTime assignedLabels assignedLicenses classification createdDateTime description
    displayName expirationDateTime groupTypes isAssignableToRole isManagementRestricted
    licenseProcessingState mail mailEnabled mailNickname membershipRule membershipRuleProcessingState
    onPremisesDomainName onPremisesLastSyncDateTime onPremisesNetBiosName onPremisesProvisioningErrors
    onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled preferredDataLocation
    preferredLanguage proxyAddresses renewedDateTime resourceBehaviorOptions resourceProvisioningOptions
    securityEnabled securityIdentifier serviceProvisioningErrors theme uniqueName visibility`),
  ),
};

export const SERVICE_PRINCIPAL: ObjectType = {
  byDefault: words("id appId appDisplayName displayName accountEnabled appRoleAssignmentRequired appRoles"),
  known: new Set(
    words(`id appId appDisplayName displayName accountEnabled appRoleAssignmentRequired appRoles
    servicePrincipalType servicePrincipalNames tags`),
  ),
};

/** Anything else that may be a member. */
export const OTHER: ObjectType = {
  byDefault: ["id", "displayName"],
  known: new Set(["id", "displayName", "accountEnabled"]),
};

/** What Graph answers for a property that was never set. */
export function unsetValue(property: string): null | readonly never[] {
  return lists.has(property) ? [] : null;
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
