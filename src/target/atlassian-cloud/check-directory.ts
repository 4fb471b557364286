import { UsersyncError } from "../../errors.ts";
import type { Finding } from "../../model/finding.ts";
import type { CloudClient } from "./client.ts";

/** Looks whether the key opens the directory. Reads one account and changes nothing. */
export async function checkDirectory(
  client: CloudClient,
  directoryId: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    const { totalResults } = await client.listUsers({ startIndex: 1, count: 1 }, signal);
    const users = totalResults === 1 ? "1 user" : `${totalResults} users`;
    return [
      { level: "ok", subject: "sign-in", message: `The key opens the directory ${directoryId}: ${users}.` },
    ];
  } catch (error) {
    if (!(error instanceof UsersyncError) || signal.aborted) throw error;
    const { message, why, fix, code } = noSuchDirectory(error, directoryId);
    const subject = code === "SIGN_IN_FAILED" || code === "PERMISSION_MISSING" ? "sign-in" : "directory";
    return [{ level: "problem", subject, message: `${message} ${why}`.trim(), fix }];
  }
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
