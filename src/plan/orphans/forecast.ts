import type { Note, NoteKind } from "../../model/desired.ts";
import type { SourceId } from "../../model/ids.ts";
import type { NextStep } from "../../model/orphan.ts";
import type { PlannedOperation, TargetPlan } from "../../model/plan.ts";

/** What the plan says about a person. */
export interface Forecast {
  /** Whether the person gets an account, and if not, why not. */
  readonly importing: (person: SourceId) => NextStep;
  /** Whether the account of the person is disabled, and if not, why not. */
  readonly disabling: (person: SourceId) => NextStep;
}

/** What stands in the way of an account, the first of them first. */
const OBSTACLES: readonly NoteKind[] = [
  "protected",
  "collision",
  "ambiguous-match",
  "invalid-username",
  "missing-attribute",
  "unsupported",
  "switched-off",
];

export function createForecast({ operations, notes }: TargetPlan): Forecast {
  const steps = { import: stepsOf(operations, "import"), disable: stepsOf(operations, "disable") };
  const obstacles = new Map<string, Note>();
  for (const note of notes) {
    if (!OBSTACLES.includes(note.kind)) continue;
    for (const id of note.sourceIds ?? []) {
      const known = obstacles.get(id);
      if (known === undefined || rank(note) < rank(known)) obstacles.set(id, note);
    }
  }
  const nextOf = (kind: "import" | "disable", person: SourceId): NextStep => {
    const step = steps[kind].get(person);
    if (step !== undefined) return step;
    const note = obstacles.get(person);
    if (note === undefined) return { status: "nothing", why: "the plan has no step for it" };
    return { status: "nothing", kind: note.kind, why: note.reason };
  };
  return {
    importing: (person) => nextOf("import", person),
    disabling: (person) => nextOf("disable", person),
  };
}

function rank({ kind }: Note): number {
  return OBSTACLES.indexOf(kind);
}

function stepsOf(
  operations: readonly PlannedOperation[],
  kind: "import" | "disable",
): ReadonlyMap<SourceId, NextStep> {
  return new Map(
    operations.flatMap((operation): readonly [SourceId, NextStep][] => {
      if (operation.kind !== kind) return [];
      const step: NextStep =
        operation.status === "withheld"
          ? { status: "withheld", withheldBy: operation.withheldBy }
          : { status: "planned" };
      return [[operation.user.sourceId, step]];
    }),
  );
}
