import type { AccountNames } from "./account-names.ts";
import type { CrowdClient } from "./client.ts";

/** What an operation is carried out with. */
export interface Hands {
  readonly client: CrowdClient;
  readonly names: AccountNames;
  readonly signal: AbortSignal;
}
