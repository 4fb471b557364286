import type { ConfluenceConfig } from "../../config/config.ts";
import { checkPatience } from "../../http/patience.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import { applyEach } from "../apply-each.ts";
import type { Target } from "../target.ts";
import type { TargetParts } from "../target-parts.ts";
import { checkConfluence } from "./check.ts";
import { createConfluenceClient } from "./client.ts";
import { lookAgain } from "./look-again.ts";
import { readDirectory } from "./read-directory.ts";
import { createSession } from "./session.ts";
import { CONFLUENCE_WRITERS } from "./writers.ts";

const CAPABILITIES: Capabilities = {
  link: "state",
  fields: ["username", "email", "displayName"],
  remembered: ["email"],
  email: "shared",
  requiresEmail: true,
  username: {
    maxLength: 255,
    forbidden: ["\\", ",", "+", "<", ">", "'", '"'],
    lowerCase: true,
    noBlanks: true,
    reserved: ["anonymous"],
  },
  reservedGroups: [],
  nesting: "never",
  membersPerRequest: 1,
};

/** Confluence Data Center. */
export function confluenceTarget(config: ConfluenceConfig, parts: TargetParts): Target {
  const client = createConfluenceClient(config, parts);
  const session = createSession(client);
  return {
    capabilities: CAPABILITIES,
    concurrency: config.connection.concurrency,
    read: (options) => readDirectory({ client, session, config }, options),
    look: (touched, signal) => lookAgain({ client, session, signal }, touched),
    apply: (batch, signal) => applyEach(batch, CONFLUENCE_WRITERS, { client, session, signal }),
    check(signal) {
      const patience = checkPatience(config.connection);
      const patient = createConfluenceClient(config, { ...parts, patience });
      return checkConfluence({ client: patient, config, signal });
    },
  };
}
