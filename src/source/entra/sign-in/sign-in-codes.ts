interface CodeMeaning {
  readonly why: string;
  readonly fix: string;
}

const NEW_SECRET =
  "In the Entra admin center open App registrations → your app → Certificates & secrets, make a new client secret and put its Value, not its Secret ID, into source.credential.clientSecret.";
const RIGHT_APP =
  "Copy the Application (client) ID from the app's overview page in the Entra admin center into source.credential.clientId, and the Directory (tenant) ID into source.tenantId.";
const RIGHT_TENANT =
  "Copy the Directory (tenant) ID from the overview page of the Entra admin center into source.tenantId, and check source.cloud.";
const RIGHT_FEDERATION =
  "In the Entra admin center open App registrations → your app → Certificates & secrets → Federated credentials and compare issuer, subject and audience with those of your token, letter by letter.";
const RIGHT_CERTIFICATE =
  "Upload the certificate in the Entra admin center under App registrations → your app → Certificates & secrets → Certificates, and name the PEM file with its private key in source.credential.certificatePath.";

/**
 * What Entra's own error numbers (AADSTS…) mean for an admin.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const SIGN_IN_CODES: Readonly<Record<string, CodeMeaning>> = {
  "7000215": { why: "The client secret is wrong.", fix: NEW_SECRET },
  "7000222": { why: "The client secret has expired.", fix: NEW_SECRET },
  "700016": { why: "This tenant does not know the app.", fix: RIGHT_APP },
  "700038": { why: "The client id is not the id of an app.", fix: RIGHT_APP },
  "7000229": {
    why: "The app has no enterprise application in this tenant.",
    fix: "Open the app's admin consent page for this tenant once, or create its enterprise application.",
  },
  "7000112": {
    why: "The app is disabled.",
    fix: 'In the Entra admin center open Enterprise applications → your app → Properties and set "Enabled for users to sign-in" to Yes.',
  },
  "90002": { why: "There is no such tenant.", fix: RIGHT_TENANT },
  "900023": { why: "The tenant id is not the id of a tenant.", fix: RIGHT_TENANT },
  "53003": {
    why: "A Conditional Access policy blocks this sign-in.",
    fix: "In the Entra admin center open Protection → Conditional Access, find the policy for workload identities in the sign-in log, and allow this app or this machine's address.",
  },
  "700027": { why: "The app does not know the certificate.", fix: RIGHT_CERTIFICATE },
  "1000502": { why: "The certificate is not valid at this time.", fix: RIGHT_CERTIFICATE },
  "700024": {
    why: "The signed assertion is not valid at this time.",
    fix: "Check the clock of this machine, and the token file if you use workload-identity.",
  },
  "70021": { why: "No federated credential of the app matches the token.", fix: RIGHT_FEDERATION },
  "700211": { why: "No federated credential of the app has the token's issuer.", fix: RIGHT_FEDERATION },
  "700213": { why: "No federated credential of the app has the token's subject.", fix: RIGHT_FEDERATION },
  "500011": {
    why: "This tenant does not know Microsoft Graph at that address.",
    fix: "Check source.cloud: a tenant lives in one cloud only.",
  },
};
