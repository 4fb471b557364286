import type { Condition } from "./condition.ts";

/** Who of the people that the source gives is to have an account. */
export interface Scope {
  readonly guests: "exclude" | "include";
  /** All of them have to hold. */
  readonly where: readonly Condition[];
  /** In, whatever the rules and `guests` say. User principal names or object ids; `*` is a wildcard. */
  readonly include: readonly string[];
  /** Out, whatever else is said. */
  readonly exclude: readonly string[];
}
