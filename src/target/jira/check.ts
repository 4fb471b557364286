import type { JiraConfig } from "../../config/config.ts";
import type { Finding } from "../../model/finding.ts";
import { type DefaultGroupSettings, defaultGroupFindings } from "../default-groups.ts";
import { lookAt, ok, problemOf } from "../findings.ts";
import { accountFindings } from "./check-accounts.ts";
import type { JiraClient } from "./client.ts";
import { PERMISSION_FIX } from "./explain.ts";
import type { WireRole, WireUser } from "./wire.ts";

export interface Checking {
  readonly client: JiraClient;
  readonly config: Pick<JiraConfig, "listing" | "onDisable"> & DefaultGroupSettings;
  readonly signal: AbortSignal;
}

/** Signs in, looks what the account may do and how this version lists accounts, and names the licences. */
export async function checkJira(checking: Checking): Promise<readonly Finding[]> {
  const { client, signal } = checking;
  try {
    const self = await client.myself(signal);
    return [
      ok("sign-in", `Jira accepts the credentials of ${self.name}.`),
      ...(await behindDoor(self, checking)),
    ];
  } catch (error) {
    return [problemOf("sign-in", error)];
  }
}

async function behindDoor(self: WireUser, checking: Checking): Promise<readonly Finding[]> {
  const { client, signal } = checking;
  const parts = await Promise.all([
    lookAt("permissions", async () => [permissionFinding(await client.mayAdminister(signal))]),
    lookAt("accounts", () => accountFindings(self, checking)),
    lookAt("licences", async () => [licenceFinding(await client.listRoles(signal))]),
    lookAt("mapping.defaultGroups", () => defaultGroups(checking)),
    lookAt("onDisable", () => leaderFindings(checking)),
  ]);
  return [...parts.flat(), DIRECTORY];
}

/** What the API does not tell. */
const DIRECTORY: Finding = {
  level: "info",
  subject: "directory",
  message:
    "Jira does not tell which user directory an account is in. New accounts go to the first one that can be written to, and accounts of LDAP or Crowd cannot be changed here.",
  fix: "In Jira open User management > User directories, and see that the first one is the one to be kept in step.",
};

function permissionFinding(mayAdminister: boolean): Finding {
  if (mayAdminister) return ok("permissions", "The account may administer Jira.");
  const message = "The account may not administer Jira, so it can neither list accounts nor change them.";
  return { level: "problem", subject: "permissions", message, fix: PERMISSION_FIX };
}

/** Each group once, with all the applications that it opens. */
function licenceFinding(roles: readonly WireRole[]): Finding {
  const applications = new Map<string, string[]>();
  for (const { name, groups } of roles) {
    for (const group of groups) applications.set(group, [...(applications.get(group) ?? []), name]);
  }
  const items = [...applications].map(([name, opens]) => ({ name, remark: opens.join(", ") }));
  if (items.length === 0) return ok("licences", "No group grants a licence.");
  return { ...ok("licences", "Groups that grant a licence:"), items };
}

/** Jira lists no groups, so a wrong name can only be held against those that grant a licence. */
function defaultGroups({ client, config, signal }: Checking): Promise<readonly Finding[]> {
  return defaultGroupFindings(config, {
    called: "Jira",
    isThere: async (name) => (await client.listMembers(name, 0, signal)) !== undefined,
    someNames: async () => (await client.listRoles(signal)).flatMap(({ groups }) => groups),
  });
}

/** Whoever is to take over projects must be there, and stay. */
async function leaderFindings({ client, config, signal }: Checking): Promise<readonly Finding[]> {
  const { projectLead, componentLead } = config.onDisable;
  const wanted = Object.entries({ projectLead, componentLead });
  const findings = wanted.map(async ([key, username]): Promise<readonly Finding[]> => {
    if (username === undefined) return [];
    const subject = `onDisable.${key}`;
    const user = await client.findUser({ username }, signal);
    if (user !== undefined && user.active !== false)
      return [ok(subject, `${username} is an active account.`)];
    const message = `${username} is no active account in Jira, so nothing can be handed over to it.`;
    return [
      {
        level: "problem",
        subject,
        message,
        fix: `Set \`${subject}\` of this target to the username of an active account.`,
      },
    ];
  });
  return (await Promise.all(findings)).flat();
}
