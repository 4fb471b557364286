import type { Finding } from "../../model/finding.ts";
import { ok } from "../findings.ts";
import type { Checking } from "./check.ts";
import { doubtAbout } from "./doubt.ts";
import { searchUsers } from "./list-users.ts";
import type { Version } from "./version.ts";
import type { WireUser } from "./wire.ts";

/** How this version lists accounts, whether that is proven to be all, and what it cannot do. */
export async function accountFindings(self: WireUser, checking: Checking): Promise<readonly Finding[]> {
  const version = await checking.client.version(checking.signal);
  return [...(await listingFindings(version, self, checking)), ...lackFindings(version)];
}

async function listingFindings(
  version: Version,
  self: WireUser,
  checking: Checking,
): Promise<readonly Finding[]> {
  const { client, config, signal } = checking;
  const page = version.mayListUsers ? await client.listUsers(undefined, signal) : undefined;
  if (page !== undefined) return [ok("accounts", `Jira ${version.text} lists all its accounts.`)];
  const listing = await searchUsers(version, { client, signal });
  const doubt = doubtAbout(listing, [self], version);
  if (doubt === undefined) {
    const message = `Jira ${version.text} cannot list its accounts. A search finds them, and came to its end: ${listing.users.length}.`;
    return [ok("accounts", message)];
  }
  if (config.listing.groups.length > 0) return groupFindings(checking);
  const message = `${doubt.why} As long as that is so, nobody is disabled.`;
  return [{ level: "warning", subject: "accounts", message, fix: doubt.fix }];
}

async function groupFindings({ client, config, signal }: Checking): Promise<readonly Finding[]> {
  return Promise.all(
    config.listing.groups.map(async (name): Promise<Finding> => {
      const page = await client.listMembers(name, 0, signal);
      if (page !== undefined) return ok("listing.groups", `The group ${name} has ${page.total} members.`);
      const message = `The group ${name} does not exist in Jira.`;
      const fix = "Correct `listing.groups` of this target.";
      return { level: "problem", subject: "listing.groups", message, fix };
    }),
  );
}

function lackFindings({ lacks }: Version): readonly Finding[] {
  const fix = "Upgrade Jira, or set `operations.disable` and `operations.enable` of this target to false.";
  return lacks.map(({ kind, why }) => ({
    level: "warning",
    subject: kind,
    message: `Not possible: ${why}.`,
    fix,
  }));
}
