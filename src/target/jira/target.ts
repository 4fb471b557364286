import type { JiraConfig } from "../../config/config.ts";
import { checkPatience } from "../../http/patience.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import { applyEach } from "../apply-each.ts";
import type { Target } from "../target.ts";
import type { TargetParts } from "../target-parts.ts";
import { checkJira } from "./check.ts";
import { createJiraClient } from "./client.ts";
import { lookAgain } from "./look-again.ts";
import { readDirectory } from "./read-directory.ts";
import { createSession } from "./session.ts";
import { JIRA_WRITERS } from "./writers.ts";

const CAPABILITIES: Capabilities = {
  link: "state",
  fields: ["username", "email", "displayName"],
  email: "shared",
  requiresEmail: true,
  username: { maxLength: 255, forbidden: ["<", ">", "&"] },
  reservedGroups: [],
  nesting: "never",
  membersPerRequest: 1,
};

/** Jira Data Center. */
export function jiraTarget(config: JiraConfig, parts: TargetParts): Target {
  const client = createJiraClient(config, parts);
  const session = createSession(client);
  return {
    capabilities: CAPABILITIES,
    concurrency: config.connection.concurrency,
    read: (options) => readDirectory({ client, session, config }, options),
    look: (touched, signal) => lookAgain({ client, session, config, signal }, touched),
    apply: (batch, signal) => applyEach(batch, JIRA_WRITERS, { client, session, signal }),
    check(signal) {
      const patience = checkPatience(config.connection);
      return checkJira({ client: createJiraClient(config, { ...parts, patience }), config, signal });
    },
  };
}
