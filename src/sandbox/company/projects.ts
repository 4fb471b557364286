import type { JiraProjectSeed } from "../jira/jira-state.ts";

/** The projects in the company's Jira. The recruiter who leads one of them has left. */
export const PROJECTS: readonly JiraProjectSeed[] = [
  { key: "GAUGE", name: "Gauge firmware", lead: "ada.lindqvist" },
  { key: "HELP", name: "Customer support", lead: "liam.byrne" },
  { key: "HIRE", name: "Hiring", lead: "olga.ivanova" },
];
