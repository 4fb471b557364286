import type { Lack } from "../../model/directory-snapshot.ts";
import type { Finding } from "../../model/finding.ts";
import { ok } from "../findings.ts";
import { listingNotUsed, missingListingGroup } from "../listing-groups.ts";
import type { Checking } from "./check.ts";
import { LISTING_GROUPS } from "./explain.ts";
import { lacksOf } from "./read-directory.ts";
import { readMembers } from "./read-members.ts";
import type { WireUser } from "./wire.ts";

/** Whether this version lists its accounts, how that is made up for, and what it cannot do. */
export async function accountFindings(self: WireUser, checking: Checking): Promise<readonly Finding[]> {
  const { client, config, signal } = checking;
  const [version, page, updates] = await Promise.all([
    client.version(signal),
    client.listUsers(0, signal),
    client.takesUpdates(signal),
  ]);
  const called = version === undefined ? "This version of Confluence" : `Confluence ${version}`;
  const lists = page !== undefined;
  const listing = lists ? [ok("accounts", `${called} lists all its accounts.`)] : [];
  const groups = await (lists ? unusedGroups(checking) : groupFindings(checking, self));
  const isUnlisted = !lists && config.listing.groups.length === 0;
  return [
    ...listing,
    ...(isUnlisted ? [unlisted(called)] : []),
    ...groups,
    ...lacksOf({ lists, updates })
      .filter(({ kind }) => config.operations[kind])
      .map(toFinding),
  ];
}

function unlisted(called: string): Finding {
  const message = `${called} does not list its accounts, that came with 8.4. As long as no groups are named for it, nobody is disabled.`;
  return { level: "warning", subject: "accounts", message, fix: LISTING_GROUPS };
}

/** A name that is wrong is wrong though no such groups are needed. */
async function unusedGroups({ client, config, signal }: Checking): Promise<readonly Finding[]> {
  const { groups } = config.listing;
  if (groups.length === 0) return [];
  const found = await Promise.all(groups.map((name) => client.findGroup(name, signal)));
  const missing = groups.filter((_, at) => found[at] === undefined);
  const findings = missing.map((name) => missingListingGroup(name, "Confluence"));
  return [...findings, listingNotUsed("this version lists all its accounts.")];
}

/** The account of usersync itself is one that somebody who names the groups easily forgets. */
async function groupFindings(
  { client, config, signal }: Checking,
  self: WireUser,
): Promise<readonly Finding[]> {
  if (config.listing.groups.length === 0) return [];
  const subject = "listing.groups";
  const found = await Promise.all(
    config.listing.groups.map(async (name) => ({ name, members: await readMembers(client, name, signal) })),
  );
  const findings = found.map(({ name, members }): Finding => {
    if (members === undefined) return missingListingGroup(name, "Confluence");
    return ok(subject, `The group ${name} has ${members.length} members.`);
  });
  const isIn = found.some(({ members }) => members?.some(({ userKey }) => userKey === self.userKey));
  if (isIn) return findings;
  const message = `The account of usersync, ${self.username}, is in none of these groups, so others may be missing in them too.`;
  return [...findings, { level: "warning", subject, message, fix: LISTING_GROUPS }];
}

function toFinding({ kind, field, why }: Lack): Finding {
  const fix =
    field === undefined
      ? `Upgrade Confluence, or set \`operations.${kind}\` of this target to false.`
      : "Nothing has to be set: a person with a new username keeps the account, and a note says so.";
  return {
    level: field === undefined ? "warning" : "info",
    subject: field ?? kind,
    message: `Not possible: ${why}.`,
    fix,
  };
}
