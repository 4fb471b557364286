import type { BitbucketConfig } from "../../config/config.ts";
import type { DefaultGroupSettings } from "../default-groups.ts";
import type { BitbucketClient } from "./client.ts";

/** What a check is made with. */
export interface Checking {
  readonly client: BitbucketClient;
  readonly config: Pick<
    BitbucketConfig,
    "credentials" | "directoryName" | "licenseGroups" | "notifyNewUsers"
  > &
    DefaultGroupSettings;
  readonly signal: AbortSignal;
}
