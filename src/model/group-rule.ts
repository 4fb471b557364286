import type { DesiredGroup } from "./desired.ts";
import { matcherOf } from "./wildcard.ts";

/** What the config says of groups of the directory whose names fit. */
export interface GroupRule {
  /** A name; `*` is a wildcard. */
  readonly name: string;
  /** Whether members are removed whom the source does not name. */
  readonly remove: boolean;
  /** What happens to a group that was in the directory before usersync came. */
  readonly adopt: "ask" | "always" | "never";
  /** What becomes of a group whose group in Entra has another name by now, where groups cannot be renamed. */
  readonly onRename: "keep" | "recreate";
  /** What becomes of a group that the source does not name any more. */
  readonly onLeave: "release" | "empty";
}

/** A rule that fits a group, and where it stands: `mapping.groups[0]`. */
export interface FittingRule extends GroupRule {
  /** Absent: no rule fits, and these are the defaults. */
  readonly setting?: string;
}

const USUAL: FittingRule = {
  name: "*",
  remove: true,
  adopt: "ask",
  onRename: "keep",
  onLeave: "release",
};

/** Finds the first rule that fits the name of a group. Made once for a list, asked for many names. */
export function groupRulesOf(rules: readonly GroupRule[]): (name: string) => FittingRule {
  const fitting = rules.map((rule, at) => ({
    fits: matcherOf([rule.name]),
    rule: { ...rule, setting: `mapping.groups[${at}]` },
  }));
  return (name) => fitting.find(({ fits }) => fits(name))?.rule ?? USUAL;
}

/** A group under the rule for its name. Whatever is additive anyhow stays so without it. */
export function underRule(group: DesiredGroup, { remove, setting }: FittingRule): DesiredGroup {
  const { keeps, ...rest } = group;
  const plain: DesiredGroup = keeps === undefined ? group : { ...rest, additive: false };
  return remove || plain.additive || setting === undefined
    ? plain
    : { ...plain, additive: true, keeps: setting };
}
