import type { Lead } from "./directory-snapshot.ts";

/** The setting that names who takes over what somebody leads who is disabled. */
export const SUCCESSOR_SETTINGS: Readonly<Record<Lead["of"], string>> = {
  project: "onDisable.projectLead",
  component: "onDisable.componentLead",
};
