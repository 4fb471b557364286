import type { BitbucketConfig } from "../../config/config.ts";
import type { UsersyncError } from "../../errors.ts";
import type { Access } from "../../model/access.ts";
import type { Log } from "../../model/log.ts";
import type { BitbucketClient } from "./client.ts";
import type { Session } from "./session.ts";
import { isStatus } from "./wire.ts";

/** What an operation is carried out with. */
export interface Hands {
  readonly client: BitbucketClient;
  readonly session: Session;
  readonly config: Pick<BitbucketConfig, "credentials" | "directoryName" | "notifyNewUsers">;
  /** What an account gets when nobody says what. */
  readonly defaultAccess: Access;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** What a 403 or 409 means where it is not the usual. Who may not administer at all gets a 401. */
export function explained(error: unknown, explain: (refusal: UsersyncError) => UsersyncError): unknown {
  return isStatus(error, 403, 409) && error.code !== "SIGN_IN_FAILED" ? explain(error) : error;
}
