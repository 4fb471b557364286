import { UsersyncError } from "../../errors.ts";
import type { Finding } from "../../model/finding.ts";
import { isSameName } from "../../model/names.ts";
import { defaultGroupFindings } from "../default-groups.ts";
import { lookAt, ok, problemOf } from "../findings.ts";
import { once } from "../once.ts";
import { accountFindings, directoryFindings } from "./check-accounts.ts";
import type { Checking } from "./checking.ts";
import { GLOBAL_PERMISSIONS } from "./explain.ts";
import { type UselessGroup, uselessGroups } from "./licence-groups.ts";
import { readGrants, readGroups } from "./read-lists.ts";
import type { WireGrant } from "./wire.ts";

/** Signs in, looks what the account may do, and names the directories and the groups that let people in. */
export async function checkBitbucket(checking: Checking): Promise<readonly Finding[]> {
  const { config } = checking;
  const signedIn = ok("sign-in", `Bitbucket accepts the password of ${config.credentials.username}.`);
  try {
    const grants = await readGrants(checking);
    const allowed = ok("permissions", "The account may administer Bitbucket.");
    return [signedIn, allowed, ...(await behindDoor(grants, checking))];
  } catch (error) {
    if (!(error instanceof UsersyncError) || error.code !== "PERMISSION_MISSING")
      return [problemOf("sign-in", error)];
    // This one was let in, and then sent away.
    return [signedIn, problemOf("permissions", error)];
  }
}

async function behindDoor(grants: readonly WireGrant[], checking: Checking): Promise<readonly Finding[]> {
  const { client, config, signal } = checking;
  const parts = await Promise.all([
    lookAt("version", async () => [ok("version", `Bitbucket ${await client.version(signal)}.`)]),
    lookAt("directory", () => directoryFindings(checking)),
    lookAt("licences", () => licenceFindings(grants, checking)),
    lookAt("mapping.defaultGroups", () => defaultGroups(checking)),
    lookAt("accounts", () => accountFindings(checking)),
  ]);
  return [...parts.flat(), ...(config.notifyNewUsers ? [MAIL] : [])];
}

/** What cannot be known without writing. */
const MAIL: Finding = {
  level: "info",
  subject: "notifyNewUsers",
  message:
    "Whether Bitbucket can send e-mails shows only when it does. New people need one to set their password.",
  fix: "In Bitbucket open Administration > Mail server and send a test e-mail.",
};

function defaultGroups(checking: Checking): Promise<readonly Finding[]> {
  const read = once(async (signal) => (await readGroups({ ...checking, signal })).map(({ name }) => name));
  const names = () => read(checking.signal);
  return defaultGroupFindings(checking.config, {
    called: "Bitbucket",
    isThere: async (wanted) => (await names()).some((name) => isSameName(name, wanted)),
    someNames: names,
  });
}

async function licenceFindings(
  grants: readonly WireGrant[],
  checking: Checking,
): Promise<readonly Finding[]> {
  const items = grants.map(({ group, permission }) => ({ name: group, remark: permission }));
  const named =
    items.length === 0
      ? ok("licences", "No group lets its members in.")
      : { ...ok("licences", "Groups that let their members in:"), items };
  const useless = await uselessGroups(checking.config, grants, checking);
  return [named, ...useless.map(uselessGroup)];
}

function uselessGroup({ name, isThere }: UselessGroup): Finding {
  const message = isThere
    ? `The group ${name} has no global permission, so it lets nobody in.`
    : `There is no group ${name} in Bitbucket.`;
  const fix = `Set \`licenseGroups\` of this target to groups that let people in. ${GLOBAL_PERMISSIONS}`;
  return { level: "problem", subject: "licenseGroups", message, fix };
}
