import type { Finding } from "../../model/finding.ts";
import { ok } from "../findings.ts";
import { listingNotUsed, missingListingGroup } from "../listing-groups.ts";
import type { Checking } from "./check.ts";
import { doubtAbout } from "./doubt.ts";
import { searchUsers } from "./list-users.ts";
import type { Version } from "./version.ts";
import type { WireUser } from "./wire.ts";

/** How this version lists accounts, whether that is proven to be all, and what it cannot do. */
export async function accountFindings(self: WireUser, checking: Checking): Promise<readonly Finding[]> {
  const version = await checking.client.version(checking.signal);
  return [...(await listingFindings(version, self, checking)), ...lackFindings(version, checking)];
}

async function listingFindings(
  version: Version,
  self: WireUser,
  checking: Checking,
): Promise<readonly Finding[]> {
  const { client, config, signal } = checking;
  const page = version.mayListUsers ? await client.listUsers(undefined, signal) : undefined;
  if (page !== undefined) {
    const unused = await groupFindings(checking, "this version lists all its accounts.");
    return [ok("accounts", `Jira ${version.text} lists all its accounts.`), ...unused];
  }
  const listing = await searchUsers(version, { client, signal });
  const doubt = doubtAbout(listing, [self], version);
  if (doubt === undefined) {
    const message = `Jira ${version.text} cannot list its accounts. A search finds them, and came to its end: ${listing.users.length}.`;
    return [ok("accounts", message), ...(await groupFindings(checking, "a search finds all accounts."))];
  }
  if (config.listing.groups.length > 0) return groupFindings(checking);
  const message = `${doubt.why} As long as that is so, nobody is disabled.`;
  return [{ level: "warning", subject: "accounts", message, fix: doubt.fix }];
}

/** @param unused Why this version needs no such groups. A name that is wrong is wrong all the same. */
async function groupFindings(
  { client, config, signal }: Checking,
  unused?: string,
): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    config.listing.groups.map(async (name): Promise<Finding> => {
      const page = await client.listMembers(name, 0, signal);
      if (page === undefined) return missingListingGroup(name, "Jira");
      return ok("listing.groups", `The group ${name} has ${page.total} members.`);
    }),
  );
  if (unused === undefined || findings.length === 0) return findings;
  return [...findings.filter(({ level }) => level !== "ok"), listingNotUsed(unused)];
}

/** Operations that are switched off are missed by nobody. */
function lackFindings({ lacks }: Version, { config }: Checking): readonly Finding[] {
  const fix = "Upgrade Jira, or set `operations.disable` and `operations.enable` of this target to false.";
  return lacks
    .filter(({ kind }) => config.operations[kind])
    .map(({ kind, why }) => ({
      level: "warning",
      subject: kind,
      message: `Not possible: ${why}.`,
      fix,
    }));
}
