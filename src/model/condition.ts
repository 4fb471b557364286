/**
 * One rule of `source.users.where`, compiled and checked when the config was loaded. `text` is the rule as an
 * admin reads it, for reasons and digests.
 */
export type Condition = Comparison | Membership | Combination | Negation;

/** Looks at one property of a person. */
export interface Comparison {
  readonly kind: "property";
  /** A path with dots. */
  readonly property: string;
  readonly text: string;
  /**
   * @param values What the property holds, none or several; blank ones are left out.
   * @param now Milliseconds since 1970.
   */
  readonly holds: (values: readonly string[], now: number) => boolean;
}

/** In a group of the source, directly or through groups inside it. */
export interface Membership {
  readonly kind: "memberOf";
  /** Object id or display name. */
  readonly group: string;
  readonly text: string;
}

export interface Combination {
  readonly kind: "all" | "any";
  readonly of: readonly Condition[];
  readonly text: string;
}

export interface Negation {
  readonly kind: "not";
  readonly of: Condition;
  readonly text: string;
}

/** A rule as an admin reads it: `department one of "R&D", "IT"`. */
export function conditionText(condition: Condition): string {
  return condition.kind === "property" ? `${condition.property} ${condition.text}` : condition.text;
}

/** The groups that rules ask for, each once, as the config names them. */
export function groupsIn(conditions: readonly Condition[]): readonly string[] {
  return [...new Set(leaves(conditions).flatMap((one) => (one.kind === "memberOf" ? [one.group] : [])))];
}

/** The properties that rules look at; each a path with dots. */
export function propertiesIn(conditions: readonly Condition[]): readonly string[] {
  return leaves(conditions).flatMap((one) => (one.kind === "property" ? [one.property] : []));
}

function leaves(conditions: readonly Condition[]): readonly (Comparison | Membership)[] {
  return conditions.flatMap(leavesOf);
}

function leavesOf(condition: Condition): readonly (Comparison | Membership)[] {
  switch (condition.kind) {
    case "property":
    case "memberOf":
      return [condition];
    case "not":
      return leavesOf(condition.of);
    case "all":
    case "any":
      return leaves(condition.of);
  }
}
