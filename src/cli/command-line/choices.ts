/** What the options that offer a choice accept. The commands' types are made from these. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export const PLAN_FORMATS = ["text", "json", "markdown", "html"] as const;
/** Of commands that list people or accounts. */
export const LIST_FORMATS = ["text", "json", "csv"] as const;
export const STARTER_TARGETS = ["atlassian-cloud", "crowd", "jira", "confluence", "bitbucket"] as const;
/** The directories of the demo, by the names of their servers. */
export const DEMO_TARGETS = ["cloud", "crowd", "jira", "confluence", "bitbucket"] as const;
