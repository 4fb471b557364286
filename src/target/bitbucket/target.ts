import type { BitbucketConfig } from "../../config/config.ts";
import { checkPatience } from "../../http/patience.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import type { Target } from "../target.ts";
import type { TargetParts } from "../target-parts.ts";
import { applyBatch } from "./apply-batch.ts";
import { checkBitbucket } from "./check.ts";
import { createBitbucketClient } from "./client.ts";
import { lookAgain } from "./look-again.ts";
import { readDirectory } from "./read-directory.ts";
import { createSession } from "./session.ts";

const CAPABILITIES = {
  link: "state",
  fields: ["username", "email", "displayName"],
  email: "shared",
  requiresEmail: true,
  username: { maxLength: 255, forbidden: [] },
  reservedGroups: [],
  nesting: "never",
  membersPerRequest: 100,
} as const satisfies Capabilities;

/** Bitbucket Data Center. */
export function bitbucketTarget(config: BitbucketConfig, parts: TargetParts): Target {
  const client = createBitbucketClient(config, parts);
  const session = createSession();
  const defaultAccess = { groups: config.licenseGroups };
  return {
    capabilities: { ...CAPABILITIES, defaultAccess },
    concurrency: config.connection.concurrency,
    read: (options) => readDirectory({ client, session, config }, options),
    look: (touched, signal) => lookAgain({ client, session, config, signal }, touched),
    apply(batch, signal) {
      return applyBatch(batch, { client, session, config, defaultAccess, log: parts.log, signal });
    },
    check(signal) {
      const patience = checkPatience(config.connection);
      return checkBitbucket({
        client: createBitbucketClient(config, { ...parts, patience }),
        config,
        signal,
      });
    },
  };
}
