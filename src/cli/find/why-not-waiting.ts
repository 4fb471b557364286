import { isSameName } from "../../model/names.ts";
import type { TargetPlan } from "../../model/plan.ts";
import type { ComparedSides } from "../../sync.ts";

/** Why a group is not to be taken over, and what to do if it is to be all the same. */
export interface Obstacle {
  readonly why: string;
  readonly fix: string;
}

/**
 * What keeps a group from waiting in one directory.
 *
 * @param sides Absent: not compared.
 * @returns `undefined` when the directory and its plan know no group of that name.
 */
export function whyNotWaiting(
  name: string,
  plan: Pick<TargetPlan, "name" | "notes">,
  sides: ComparedSides | undefined,
): Obstacle | undefined {
  return refused(name, plan) ?? (sides === undefined ? undefined : settled(name, plan.name, sides));
}

function refused(
  name: string,
  { name: target, notes }: Pick<TargetPlan, "name" | "notes">,
): Obstacle | undefined {
  const own = notes.filter(({ subject }) => isSameName(subject, name));
  if (own.some(({ kind, reason }) => kind === "protected" && reason === "protect.groups")) {
    return {
      why: `protect.groups of ${target} names it, so usersync never writes to it.`,
      fix: "Take it out of protect.groups first, if usersync is to fill the group after all.",
    };
  }
  const missing = own.find(
    ({ kind, reason }) => kind === "switched-off" && reason.startsWith("does not exist"),
  );
  if (missing !== undefined) {
    return { why: `It ${missing.reason}.`, fix: `Turn operations.createGroups on, or make it in ${target}.` };
  }
  const refusal = own.find(
    ({ kind, reason }) => kind === "unmanaged" && reason.startsWith("was here before"),
  );
  if (refusal === undefined) return undefined;
  return {
    why: `It ${refusal.reason}.`,
    fix: "Set adopt: ask in that rule of mapping.groups first, if usersync is to fill the group after all.",
  };
}

function settled(
  name: string,
  target: string,
  { desired, current, rules }: ComparedSides,
): Obstacle | undefined {
  const isIt = (one: { readonly name: string }) => isSameName(one.name, name);
  if (rules.kept?.some(isIt) === true)
    return { why: `It is kept in step in ${target} already.`, fix: NOTHING };
  const names = [...current.groups.map((group) => group.name), ...(current.groupNames ?? [])];
  const isThere = names.some((one) => isSameName(one, name));
  const group = desired.groups.find(isIt);
  if (group === undefined) {
    return isThere ? { why: `It is in ${target}, but no group of Entra fills it.`, fix: FILL } : undefined;
  }
  if (!isThere) return { why: `There is none of that name in ${target} yet.`, fix: "usersync run makes it." };
  const by =
    group.keeps ?? (group.sources.length === 0 || group.newcomers ? "mapping.defaultGroups" : undefined);
  if (by === undefined) return undefined;
  return {
    why: `usersync only adds people to it (${by}), which needs nobody's leave.`,
    fix: NOTHING,
  };
}

const NOTHING = "Nothing has to be taken over: usersync run does what there is to do in it.";
const FILL =
  "Let source.groups take in a group of Entra that mapping.groupName gives this name, if usersync is to fill it.";
