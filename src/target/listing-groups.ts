import type { Finding } from "../model/finding.ts";

const SUBJECT = "listing.groups";

/** @param called What the directory is called: `Jira`. */
export function missingListingGroup(group: string, called: string): Finding {
  return {
    level: "problem",
    subject: SUBJECT,
    message: `The group ${group} does not exist in ${called}.`,
    fix: "Correct `listing.groups` of this target.",
  };
}

/** The setting is right, and makes no difference. */
export function listingNotUsed(why: string): Finding {
  return { level: "info", subject: SUBJECT, message: `Not used: ${why}` };
}
