import type { PlannedOperation } from "../model/plan.ts";

/** Why operations were not done, and the way out. */
export interface Cause {
  /** Short, for a heading or a badge: the limit, or the code of the error. */
  readonly label: string;
  readonly what: string;
  readonly fix?: string;
}

const RAISE = "(a number, a share such as 20%, or none) and run again.";

const WITHHELD: Readonly<Record<string, Omit<Cause, "label">>> = {
  "limits.disable": tooMany("More accounts would be disabled", "limits.disable"),
  "limits.import": tooMany("More accounts would be imported", "limits.import"),
  "limits.update": tooMany("More accounts would be updated", "limits.update"),
  "limits.removeMembersTotal": tooMany(
    "All groups together would lose more members",
    "limits.removeMembersTotal",
  ),
  "limits.removeMembers": {
    what: "Each of these groups would lose more of its members than the limit allows, so nobody is removed from them.",
    fix: `Look through them. If they are right, raise limits.removeMembers ${RAISE}`,
  },
  "limits.emptyGroup": {
    what: "Each of these groups would lose all of its members, so nobody is removed from them.",
    fix: "If they are meant to be empty, set limits.emptyGroup to allow and run again.",
  },
  "incomplete-read": {
    what: "A read that these rest on was not proven complete, so nobody loses anything because of it.",
    fix: "Run again when the read succeeds. What was incomplete is said above; there is no setting to change.",
  },
};

function tooMany(what: string, limit: string): Omit<Cause, "label"> {
  return {
    what: `${what} than the limit allows in one run, so none of these is done.`,
    fix: `Look through them. If they are right, raise ${limit} ${RAISE}`,
  };
}

/** What keeps an operation from being done; `undefined` for one that is done, or planned in a preview. */
export function causeOf(operation: PlannedOperation): Cause | undefined {
  switch (operation.status) {
    case "done":
    case "planned":
      return undefined;
    case "withheld":
      return withheldCause(operation.withheldBy);
    case "failed":
    case "skipped": {
      const { code, message, fix } = operation.error;
      return { label: code, what: message, ...(fix === undefined ? {} : { fix }) };
    }
  }
}

/** Whatever withheld operations, in the order in which they come: `limits.disable`, `incomplete-read`. */
export function withholders(operations: readonly PlannedOperation[]): readonly string[] {
  return [...new Set(operations.flatMap((each) => (each.status === "withheld" ? [each.withheldBy] : [])))];
}

/** A run that was stopped leaves operations that nobody began. */
export const NOT_STARTED: Cause = {
  label: "stopped",
  what: "The run was stopped before these were begun.",
  fix: "Run again: what is done stays done, and the rest follows.",
};

function withheldCause(by: string): Cause {
  const words = WITHHELD[by] ?? { what: `Held back by ${by}.` };
  return { label: by, ...words };
}
