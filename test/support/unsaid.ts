import type { Plan, PlannedOperation, TargetPlan } from "../../src/model/plan.ts";
import type { Case } from "./fault-columns.ts";

export interface Seen extends Pick<Case, "fault" | "how"> {
  /** What the directories held after the disturbed run, and what they hold after one in peace. */
  readonly content: string;
  readonly calm: string;
}

/** Whatever the next run still has to do must be about something that the report does not call done. */
export function unsaid(plan: Plan, next: Plan, { fault, how, content, calm }: Seen): readonly string[] {
  const silent = next.targets.flatMap(({ operations }, index) =>
    operations.filter((operation) => !isSaid(plan.targets[index] as TargetPlan, operation)),
  );
  const open = plan.targets.flatMap(({ operations }) => operations.filter(({ status }) => status !== "done"));
  const isMended = how === "once" && fault !== "HTML" && !fault.startsWith("delay");
  const hasReason = plan.targets.some(
    ({ error, incomplete }) => error !== undefined || incomplete.length > 0,
  );
  return [
    ...silent.map(({ id }) => `nothing was said of ${id}`),
    ...(isMended && content !== calm ? [`one ${fault} was not got over: ${content}`] : []),
    ...(isMended ? open.map(({ id, status }) => `${id} is ${status} after one ${fault}`) : []),
    ...(plan.complete || hasReason ? [] : ["is not complete, and does not say why"]),
  ];
}

function isSaid({ error, incomplete, operations }: TargetPlan, missing: PlannedOperation): boolean {
  if (error !== undefined) return true;
  const isUnread = "group" in missing && incomplete.some((line) => line.includes(`"${missing.group.name}"`));
  return isUnread || operations.some((one) => one.status !== "done" && isAbout(one, missing));
}

/** The same operation, or one for the same person or group: a half-made account is linked instead of imported. */
function isAbout(one: PlannedOperation, other: PlannedOperation): boolean {
  if (one.id === other.id) return true;
  return "user" in one && "user" in other && one.user.sourceId === other.user.sourceId;
}
