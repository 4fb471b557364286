import type { EntraConfig } from "../../config/config.ts";
import { groupsIn } from "../../model/condition.ts";
import type { Finding } from "../../model/finding.ts";
import type { Graph } from "./graph/open-graph.ts";
import { finderOptions } from "./read/choose-groups.ts";
import { createGroupFinder, type GroupFinder, type GroupRef } from "./read/find-groups.ts";
import { isOfTypes } from "./read/group-types.ts";
import {
  lookUpGroups,
  mirroredGroups,
  ruleGroups,
  scopeGroups,
  type WantedGroups,
} from "./read/look-up-groups.ts";
import { toFinding } from "./to-finding.ts";

/** Whether every group that the config names exists: one problem for each that does not. */
export async function checkGroups(
  config: EntraConfig,
  graph: Graph,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { users, groups } = config;
  const ruling = groupsIn(users.where);
  const wanted = [
    ...(users.from === "groups" ? [scopeGroups(users.groups)] : []),
    ...(groups.from === "names" ? [mirroredGroups(groups.names, groups.types)] : []),
    ...(ruling.length > 0 ? [ruleGroups(ruling)] : []),
  ];
  const finder = createGroupFinder({ graph, signal }, finderOptions(config));
  const findings = await Promise.all(wanted.map((one) => checkSetting(finder, one, signal)));
  return findings.flat();
}

async function checkSetting(
  finder: GroupFinder,
  wanted: WantedGroups,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const subject = wanted.setting;
  try {
    const { named, fitting, problems } = await lookUpGroups(finder, wanted);
    if (problems.length > 0) return problems.map((problem) => toFinding(subject, problem, signal));
    const meant = countOf([...named, ...fitting.filter(isOfTypes(wanted.types))]);
    const others = countOf([...named, ...fitting]) - meant;
    const message = meant === 1 ? "1 group in Entra is meant" : `${meant} groups in Entra are meant`;
    const rest = others === 0 ? "" : `; ${others} more fit by name, but are not of source.groups.types`;
    return [{ level: "ok", subject, message: `${message}${rest}.` }];
  } catch (error) {
    return [toFinding(subject, error, signal)];
  }
}

function countOf(groups: readonly GroupRef[]): number {
  return new Set(groups.map(({ id }) => id)).size;
}
