import type { TargetCommonConfig } from "../config/config.ts";
import type { Finding } from "../model/finding.ts";
import { foldName } from "../model/names.ts";
import { nearest } from "../model/nearest.ts";
import { matcherOf } from "../model/wildcard.ts";
import { ok } from "./findings.ts";

export type DefaultGroupSettings = Pick<TargetCommonConfig, "mapping" | "operations" | "protect">;

export interface GroupSearch {
  /** What the directory is called: `Jira`. */
  readonly called: string;
  readonly isThere: (group: string) => Promise<boolean>;
  /** Names of groups that are there, not necessarily all: one of them may have been meant. */
  readonly someNames: () => Promise<readonly string[]>;
}

const SUBJECT = "mapping.defaultGroups";

/** Whether the groups that accounts join by default are there, and may be joined. */
export async function defaultGroupFindings(
  { mapping, operations, protect }: DefaultGroupSettings,
  search: GroupSearch,
): Promise<readonly Finding[]> {
  const { all, new: newcomers } = mapping.defaultGroups;
  const names = [...new Map([...all, ...newcomers].map((name) => [foldName(name), name])).values()];
  if (names.length === 0 || !operations.addMembers) return [];
  const isProtected = matcherOf(protect.groups);
  const open = names.filter((name) => !isProtected(name));
  const found = await Promise.all(open.map(async (name) => ({ name, isThere: await search.isThere(name) })));
  const missing = found.filter(({ isThere }) => !isThere);
  // A name to suggest is a courtesy: without any, what was found is still worth telling.
  const known = missing.length === 0 ? [] : await search.someNames().catch(() => []);
  const troubles = [
    ...names.filter(isProtected).map(protectedGroup),
    ...missing.map(({ name }) => missingGroup(name, known, search.called, operations.createGroups)),
  ];
  return troubles.length > 0 ? troubles : [ok(SUBJECT, `All of them are there: ${names.join(", ")}.`)];
}

function protectedGroup(name: string): Finding {
  return {
    level: "warning",
    subject: SUBJECT,
    message: `The group "${name}" is protected, so nobody joins it.`,
    fix: `Take it out of \`protect.groups\` or out of \`${SUBJECT}\`.`,
  };
}

function missingGroup(name: string, known: readonly string[], called: string, wouldBeMade: boolean): Finding {
  const meant = nearest(name, known);
  const question = meant === undefined ? "" : `Did you mean "${meant}"? `;
  const correct = `${question}Correct \`${SUBJECT}\`, or create the group in ${called}`;
  const message = `There is no group "${name}" in ${called}`;
  if (!wouldBeMade) {
    return {
      level: "problem",
      subject: SUBJECT,
      message: `${message}, so nobody joins it.`,
      fix: `${correct}.`,
    };
  }
  return {
    level: "warning",
    subject: SUBJECT,
    message: `${message}. It would be made, empty, and grants no licence.`,
    fix: `${correct} with what it is to grant.`,
  };
}
