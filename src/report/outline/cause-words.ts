import type { PlannedOperation, Tripped } from "../../model/plan.ts";

/** Why operations were not done, and the way out. */
export interface Cause {
  /** Short, for a heading or a badge: the limit, or the code of the error. */
  readonly label: string;
  readonly what: string;
  readonly fix?: string;
  /** Lines that explain further. */
  readonly details?: readonly string[];
}

/** The command that is given again. */
export type Doing = "run" | "undo";

interface Remedy {
  /** What it means that this withholds, where the plan does not say it in numbers. */
  readonly what: string;
  /** When it is right to let it through. */
  readonly when: string;
  /** What lets it through for good. */
  readonly change: string;
}

const IF_RIGHT = "Look through them. If they are right,";

const LIMITS: Readonly<Record<string, Remedy>> = {
  "limits.disable": tooMany("More accounts would be disabled", "limits.disable"),
  "limits.import": tooMany("More accounts would be imported", "limits.import"),
  "limits.update": tooMany("More accounts would be updated", "limits.update"),
  "limits.rename": {
    what: "Far more accounts than usual would get a new username.",
    when: "Look at mapping.username: it makes other names than the accounts have. If the new names are right,",
    change: raise("limits.rename"),
  },
  "limits.unmatched": {
    what: "Nobody was recognised in this directory, so everybody would get an account, a second one perhaps.",
    when: "Look at mapping.username: does it make the names that accounts have here? If these are other people's accounts,",
    change: "set limits.unmatched to allow",
  },
  "limits.removeMembersTotal": tooMany(
    "All groups together would lose more members",
    "limits.removeMembersTotal",
  ),
  "limits.removeMembers": {
    what: "Each of these groups would lose more of its members than the limit allows, so nobody is removed from them.",
    when: IF_RIGHT,
    change: raise("limits.removeMembers"),
  },
  "limits.emptyGroup": {
    what: "Each of these groups would lose all of its members, so nobody is removed from them.",
    when: "If they are meant to be empty,",
    change: "set limits.emptyGroup to allow",
  },
  "limits.shrinkSource": {
    what: "The source gave far fewer people than at the last run, so nobody is disabled or removed.",
    when: "Look at Entra, and at what source.users asks it for. If so many have really left,",
    change: raise("limits.shrinkSource"),
  },
  "limits.shrinkScope": {
    what: "The config has changed, and far fewer people are in scope than at the last run, so nobody is disabled or removed.",
    when: "If the config is meant that way,",
    change: raise("limits.shrinkScope"),
  },
  "limits.ownAccount": {
    what: "The account that usersync itself signs in with would be disabled or renamed.",
    when: "Let usersync sign in with another account first. If it does already,",
    change: "set limits.ownAccount to allow",
  },
  "onDisable.projectLead": unled("projects", "onDisable.projectLead"),
  "onDisable.componentLead": unled("components", "onDisable.componentLead"),
  "limits.lastMember": {
    what: "A protected group would be left without an active member.",
    when: "Put somebody else into the group first. If nobody is to be in it,",
    change: "set limits.lastMember to allow",
  },
};

const INCOMPLETE = {
  what: "A read that these rest on was not proven complete, so nobody loses anything because of it.",
  fix: "Run again when the read succeeds. What was incomplete is said above, with the setting that helps where there is one.",
};

function tooMany(what: string, limit: string): Remedy {
  return {
    what: `${what} than the limit allows in one run, so none of these is done.`,
    when: IF_RIGHT,
    change: raise(limit),
  };
}

function unled(what: string, setting: string): Remedy {
  return {
    what: `Nobody can take over the ${what} that these accounts lead, so they are not disabled.`,
    when: `Give the ${what} to somebody else by hand, or`,
    change: `set ${setting} to the username of an active account`,
  };
}

function raise(limit: string): string {
  return `raise ${limit} (a number, a share such as 20%, or none)`;
}

/**
 * What keeps an operation from being done; `undefined` for one that is done, or planned in a preview.
 *
 * @param tripped The guards of its plan, which know the numbers.
 */
export function causeOf(
  operation: PlannedOperation,
  tripped: readonly Tripped[],
  by: Doing = "run",
): Cause | undefined {
  switch (operation.status) {
    case "done":
    case "planned":
      return undefined;
    case "withheld":
      return withheldCause(
        operation.withheldBy,
        tripped.find((one) => one.by === operation.withheldBy),
        by,
      );
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

/** Why a guard withholds. Without its numbers when the plan does not have them. */
export function withheldCause(by: string, tripped?: Tripped, doing: Doing = "run"): Cause {
  if (by === "incomplete-read") return { label: by, ...INCOMPLETE };
  const remedy = LIMITS[by];
  const { message = remedy?.what ?? `Held back by ${by}.`, details = [] } = tripped ?? {};
  const fix = fixOf(remedy, tripped?.allow, doing);
  return {
    label: by,
    what: message,
    ...(fix === undefined ? {} : { fix }),
    ...(details.length === 0 ? {} : { details }),
  };
}

function fixOf(remedy: Remedy | undefined, allow: string | undefined, doing: Doing): string | undefined {
  const { when = IF_RIGHT, change } = remedy ?? {};
  if (allow === undefined) return change === undefined ? undefined : `${when} ${change} and ${doing} again.`;
  return `${when} ${doing} once with --allow ${allow}${change === undefined ? "" : `, or ${change}`}.`;
}
