import { HOME_NAME } from "../model/home-name.ts";

/**
 * Properties of a user that Microsoft Graph v1.0 can give in a list of users, and that a name can be made of;
 * and the one that is worked out from them.
 *
 * @see https://learn.microsoft.com/graph/api/resources/user
 */
export const USER_PROPERTIES: readonly string[] = [
  "accountEnabled",
  "ageGroup",
  "businessPhones",
  "city",
  "companyName",
  "consentProvidedForMinor",
  "country",
  "createdDateTime",
  "creationType",
  "department",
  "displayName",
  "employeeHireDate",
  "employeeId",
  "employeeLeaveDateTime",
  "employeeType",
  "externalUserState",
  "externalUserStateChangeDateTime",
  "faxNumber",
  "givenName",
  HOME_NAME,
  "id",
  "imAddresses",
  "isResourceAccount",
  "jobTitle",
  "lastPasswordChangeDateTime",
  "legalAgeGroupClassification",
  "mail",
  "mailNickname",
  "mobilePhone",
  "officeLocation",
  "onPremisesDistinguishedName",
  "onPremisesDomainName",
  "onPremisesImmutableId",
  "onPremisesLastSyncDateTime",
  "onPremisesSamAccountName",
  "onPremisesSecurityIdentifier",
  "onPremisesSyncEnabled",
  "onPremisesUserPrincipalName",
  "otherMails",
  "passwordPolicies",
  "postalCode",
  "preferredDataLocation",
  "preferredLanguage",
  "preferredName",
  "proxyAddresses",
  "securityIdentifier",
  "showInAddressList",
  "state",
  "streetAddress",
  "surname",
  "usageLocation",
  "userPrincipalName",
  "userType",
  "employeeOrgData.costCenter",
  "employeeOrgData.division",
  ...Array.from({ length: 15 }, (_, at) => `onPremisesExtensionAttributes.extensionAttribute${at + 1}`),
];

const KNOWN: ReadonlySet<string> = new Set(USER_PROPERTIES);

/**
 * Whether a path names a property that a tenant may have: a well-known one, or one of an extension, which
 * each tenant names for itself (`extension_0a1b_employeeNumber`, `contoso_employee.number`).
 */
export function mayBeUserProperty(path: string): boolean {
  return KNOWN.has(path) || path.includes("_");
}
