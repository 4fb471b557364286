import type { AtlassianCloudConfig } from "../../config/config.ts";
import { UsersyncError } from "../../errors.ts";
import type { Finding } from "../../model/finding.ts";
import { isSameName } from "../../model/names.ts";
import { type DefaultGroupSettings, defaultGroupFindings } from "../default-groups.ts";
import { lookAt } from "../findings.ts";
import type { CloudClient } from "./client.ts";

export interface Checking {
  readonly client: CloudClient;
  readonly config: Pick<AtlassianCloudConfig, "directoryId"> & DefaultGroupSettings;
  readonly signal: AbortSignal;
}

/** Looks whether the key opens the directory, and for the default groups. Reads one account, changes nothing. */
export async function checkDirectory(checking: Checking): Promise<readonly Finding[]> {
  const { client, config, signal } = checking;
  const { directoryId } = config;
  try {
    const { totalResults } = await client.listUsers({ startIndex: 1, count: 1 }, signal);
    const users = totalResults === 1 ? "1 user" : `${totalResults} users`;
    return [
      { level: "ok", subject: "sign-in", message: `The key opens the directory ${directoryId}: ${users}.` },
      ...(await lookAt("mapping.defaultGroups", () => defaultGroups(checking))),
    ];
  } catch (error) {
    if (!(error instanceof UsersyncError) || signal.aborted) throw error;
    const { message, why, fix, code } = noSuchDirectory(error, directoryId);
    const subject = code === "SIGN_IN_FAILED" || code === "PERMISSION_MISSING" ? "sign-in" : "directory";
    return [{ level: "problem", subject, message: `${message} ${why}`.trim(), fix }];
  }
}

/** One page of the groups will do to find the one that was meant. */
function defaultGroups({ client, config, signal }: Checking): Promise<readonly Finding[]> {
  return defaultGroupFindings(config, {
    called: "the directory",
    isThere: async (name) =>
      (await client.findGroups(name, signal)).some(({ displayName = "" }) => isSameName(displayName, name)),
    someNames: async () =>
      (await client.listGroups({ startIndex: 1, count: 100 }, signal)).resources.flatMap(
        ({ displayName }) => displayName ?? [],
      ),
  });
}

/** The same error, or where a list is "not found" one that says what that means. */
export function noSuchDirectory(error: UsersyncError, directoryId: string): UsersyncError {
  if (error.code !== "NOT_FOUND") return error;
  return new UsersyncError("NOT_FOUND", {
    what: `${error.message} There is no directory ${directoryId}, or it is not one for user provisioning.`,
    why: error.why,
    fix: "Set `directoryId` to the last part of the SCIM base URL that admin.atlassian.com › Security › Identity providers › your directory shows.",
    cause: error,
  });
}
