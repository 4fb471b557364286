import { HttpError } from "../../http/http-error.ts";
import type { ConfluenceClient } from "./client.ts";

/** A group that a new Confluence has. Whether it is still there does not matter. */
const ANY_GROUP = "confluence-administrators";

/**
 * Whether the account may administer Confluence, which no call tells. Only administrators may see the members
 * of a group, so it is asked for some.
 */
export async function mayAdminister(
  client: Pick<ConfluenceClient, "listMembers">,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.listMembers(ANY_GROUP, 0, signal);
    return true;
  } catch (error) {
    if (error instanceof HttpError && error.code === "PERMISSION_MISSING") return false;
    throw error;
  }
}
