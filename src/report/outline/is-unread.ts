import type { TargetPlan } from "../../model/plan.ts";

/** A directory that was read may have no plan either: it is the source then that was not believed. */
export function isUnread({ error, read }: TargetPlan): boolean {
  return error !== undefined && read.users === 0;
}
