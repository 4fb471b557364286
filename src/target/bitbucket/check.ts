import { toFailure, UsersyncError } from "../../errors.ts";
import type { Finding } from "../../model/finding.ts";
import { foldName, isSameName } from "../../model/names.ts";
import { accountFindings, directoryFindings } from "./check-accounts.ts";
import { type Checking, ok } from "./checking.ts";
import { GLOBAL_PERMISSIONS } from "./explain.ts";
import { existing } from "./read-directory.ts";
import { readGrants } from "./read-lists.ts";
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
      return [toFinding("sign-in", error)];
    // This one was let in, and then sent away.
    return [signedIn, toFinding("permissions", error)];
  }
}

async function behindDoor(grants: readonly WireGrant[], checking: Checking): Promise<readonly Finding[]> {
  const { client, config, signal } = checking;
  const parts = await Promise.all([
    describe("version", async () => [ok("version", `Bitbucket ${await client.version(signal)}.`)]),
    describe("directory", () => directoryFindings(checking)),
    describe("licences", () => licenceFindings(grants, checking)),
    describe("accounts", () => accountFindings(checking)),
  ]);
  return [...parts.flat(), ...(config.notifyNewUsers ? [MAIL] : [])];
}

/** What cannot be known without writing. */
const MAIL: Finding = {
  level: "warning",
  subject: "notifyNewUsers",
  message:
    "Whether Bitbucket can send e-mails shows only when it does. New people need one to set their password.",
  fix: "In Bitbucket open Administration > Mail server and send a test e-mail.",
};

async function licenceFindings(
  grants: readonly WireGrant[],
  checking: Checking,
): Promise<readonly Finding[]> {
  const items = grants.map(({ group, permission }) => ({ name: group, remark: permission }));
  const named =
    items.length === 0
      ? ok("licences", "No group lets its members in.")
      : { ...ok("licences", "Groups that let their members in:"), items };
  const useless = checking.config.licenseGroups.filter(
    (name) => !grants.some(({ group }) => isSameName(group, name)),
  );
  if (useless.length === 0) return [named];
  const there = new Set((await existing(new Set(useless.map(foldName)), checking)).map(foldName));
  return [named, ...useless.map((name) => uselessGroup(name, there.has(foldName(name))))];
}

function uselessGroup(name: string, isThere: boolean): Finding {
  const message = isThere
    ? `The group ${name} has no global permission, so it lets nobody in.`
    : `There is no group ${name} in Bitbucket.`;
  const fix = `Set \`licenseGroups\` of this target to groups that let people in. ${GLOBAL_PERMISSIONS}`;
  return { level: "problem", subject: "licenseGroups", message, fix };
}

async function describe(
  subject: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  return look().catch((error: unknown) => [toFinding(subject, error)]);
}

function toFinding(subject: string, error: unknown): Finding {
  const { message, fix } = toFailure(error);
  return { level: "problem", subject, message, fix: fix ?? "Please report this." };
}
