import type { SourceStory } from "../model/person-story.ts";
import type { Scope } from "../model/scope.ts";
import type { GroupTrace, Person, SourceSnapshot } from "../model/source-snapshot.ts";
import { traceScope } from "./judge-scope.ts";
import { headOf } from "./person-name.ts";

export interface SourceFacts {
  readonly snapshot: SourceSnapshot;
  readonly scope: Scope;
  /** Milliseconds since 1970, for rules about dates. */
  readonly now: number;
  /** What was found about this very person; `undefined` when another was traced, or nobody. */
  readonly traces: readonly GroupTrace[] | undefined;
}

/** What the source says about somebody, and how the scope judges them. */
export function explainSource(person: Person, facts: SourceFacts): SourceStory {
  const { snapshot, scope, now } = facts;
  const { id } = person;
  const isSelected = snapshot.people.some((one) => one.id === id);
  const steps = isSelected
    ? traceScope(person, scope, { memberships: snapshot.memberships ?? new Map(), now })
    : [];
  const isOut = steps.some(({ decides, outcome }) => decides && outcome === "out");
  return {
    ...headOf(person),
    isSelected,
    isIn: isSelected && !isOut,
    scope: steps,
    groups: facts.traces ?? untraced(person, snapshot),
  };
}

/** The groups alone: by which ways was not looked at. */
function untraced({ id }: Person, { groups }: SourceSnapshot): readonly GroupTrace[] {
  return groups
    .filter(({ members }) => members.includes(id))
    .map((group) => ({ role: "groups", id: group.id, name: group.name, paths: [], hasMore: false }));
}
