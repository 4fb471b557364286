import type { TargetConfig } from "../config/config.ts";
import { cloudTarget } from "./atlassian-cloud/target.ts";
import { bitbucketTarget } from "./bitbucket/target.ts";
import { confluenceTarget } from "./confluence/target.ts";
import { crowdTarget } from "./crowd/target.ts";
import { jiraTarget } from "./jira/target.ts";
import type { Target } from "./target.ts";
import type { TargetParts } from "./target-parts.ts";

/** Every kind of directory: the place where a new one is made known. */
export function openTarget(config: TargetConfig, parts: TargetParts): Target {
  switch (config.type) {
    case "atlassian-cloud":
      return cloudTarget(config, parts);
    case "crowd":
      return crowdTarget(config, parts);
    case "jira":
      return jiraTarget(config, parts);
    case "confluence":
      return confluenceTarget(config, parts);
    case "bitbucket":
      return bitbucketTarget(config, parts);
  }
}
