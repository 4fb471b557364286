import type { ConfluenceConfig } from "../../config/config.ts";
import type { Finding } from "../../model/finding.ts";
import { type DefaultGroupSettings, defaultGroupFindings } from "../default-groups.ts";
import { lookAt, ok, problemOf } from "../findings.ts";
import { accountFindings } from "./check-accounts.ts";
import type { ConfluenceClient } from "./client.ts";
import { PERMISSION_FIX } from "./explain.ts";
import { mayAdminister } from "./may-administer.ts";
import type { WireUser } from "./wire.ts";

export interface Checking {
  readonly client: ConfluenceClient;
  readonly config: Pick<ConfluenceConfig, "listing"> & DefaultGroupSettings;
  readonly signal: AbortSignal;
}

/** Signs in, looks what the account may do and what this version can do, and names the licences. */
export async function checkConfluence(checking: Checking): Promise<readonly Finding[]> {
  const { client, signal } = checking;
  try {
    const self = await client.current(signal);
    return [
      ok("sign-in", `Confluence accepts the credentials of ${self.username}.`),
      ...(await behindDoor(self, checking)),
    ];
  } catch (error) {
    return [problemOf("sign-in", error)];
  }
}

async function behindDoor(self: WireUser, checking: Checking): Promise<readonly Finding[]> {
  const { client, signal } = checking;
  const permissions = await lookAt("permissions", () => permissionFindings(checking));
  if (permissions.some(({ level }) => level !== "ok")) return permissions;
  const parts = await Promise.all([
    lookAt("accounts", () => accountFindings(self, checking)),
    lookAt("access mode", () => modeFindings(checking)),
    lookAt("licences", async () => [licenceFinding(await client.listLicensed(signal))]),
    lookAt("mapping.defaultGroups", () => defaultGroups(checking)),
  ]);
  return [...permissions, ...parts.flat(), DIRECTORY];
}

async function permissionFindings({ client, signal }: Checking): Promise<readonly Finding[]> {
  if (!(await mayAdminister(client, signal))) return [NO_ADMINISTRATOR];
  return [ok("permissions", "The account may administer Confluence.")];
}

const NO_ADMINISTRATOR: Finding = {
  level: "problem",
  subject: "permissions",
  message:
    "The account may not administer Confluence, so it can neither see who is in a group nor change accounts.",
  fix: PERMISSION_FIX,
};

/** What the API does not tell. */
const DIRECTORY: Finding = {
  level: "info",
  subject: "directory",
  message:
    "Confluence does not tell which user directory an account is in. New accounts go to the first one that can be written to, and accounts of LDAP, Crowd or Jira cannot be changed here.",
  fix: "In Confluence open General configuration > User directories, and see that the first one is the one to be kept in step.",
};

async function modeFindings({ client, signal }: Checking): Promise<readonly Finding[]> {
  if (!(await client.isReadOnly(signal))) return [];
  const message = "Confluence is in read-only mode, so it may refuse every change.";
  const fix = "In Confluence open General configuration > Maintenance, and switch read-only mode off.";
  return [{ level: "problem", subject: "access mode", message, fix }];
}

/** The first page of all groups will do to find the one that was meant. */
function defaultGroups({ client, config, signal }: Checking): Promise<readonly Finding[]> {
  return defaultGroupFindings(config, {
    called: "Confluence",
    isThere: async (name) => (await client.findGroup(name, signal)) !== undefined,
    someNames: async () => (await client.listGroups(0, signal)).items,
  });
}

function licenceFinding(groups: readonly string[] | undefined): Finding {
  const fix =
    "In Confluence open General configuration > Global permissions: who has *Can use* there takes a licence.";
  if (groups === undefined) {
    const message =
      "This version of Confluence does not tell which groups grant a licence. Every new account joins its default group besides.";
    return { level: "info", subject: "licences", message, fix };
  }
  if (groups.length === 0) return ok("licences", "No group grants a licence.");
  return { ...ok("licences", "Groups that grant a licence:"), items: groups.map((name) => ({ name })) };
}
