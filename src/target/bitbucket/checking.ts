import type { BitbucketConfig } from "../../config/config.ts";
import type { Finding } from "../../model/finding.ts";
import type { BitbucketClient } from "./client.ts";

/** What a check is made with. */
export interface Checking {
  readonly client: BitbucketClient;
  readonly config: Pick<
    BitbucketConfig,
    "credentials" | "directoryName" | "licenseGroups" | "notifyNewUsers"
  >;
  readonly signal: AbortSignal;
}

/** A finding that is as it should be. */
export function ok(subject: string, message: string): Finding {
  return { level: "ok", subject, message };
}
