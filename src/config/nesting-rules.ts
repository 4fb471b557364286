import { type Problem, pathText } from "./problem.ts";
import type { Rule } from "./rule.ts";
import { valueAt } from "./to-problem.ts";

/** Rules about `mapping.nesting`, which not every directory can follow. */
export const NESTING_RULES: readonly Rule[] = [onlyCrowdMirrors, mirrorNeedsNesting];

/** As it is shown. */
const MIRROR = '"mirror"';

/** An option that would be ignored is a problem: groups would not be as the config says. */
function onlyCrowdMirrors(config: unknown): Problem[] {
  return nestingOf(config).flatMap(({ at, type, own, shared }) => {
    if (type === "crowd" || typeof type !== "string" || (own ?? shared) !== "mirror") return [];
    const path = pathText(["targets", at, "mapping", "nesting"]);
    const value = own === "mirror" ? { value: MIRROR } : {};
    const wrong =
      own === "mirror"
        ? `is not possible, since ${type} cannot nest groups`
        : `is missing, since ${type} cannot nest groups, though mapping.nesting is mirror`;
    return [{ path, ...value, wrong, right: "flatten here; mirror only for targets of type crowd" }];
  });
}

function mirrorNeedsNesting(config: unknown): Problem[] {
  if (valueAt(config, ["source", "groups", "nested"]) !== false) return [];
  return nestingOf(config).flatMap(({ at, type, own, shared }) => {
    if (type !== "crowd" || (own ?? shared) !== "mirror") return [];
    const path = own === "mirror" ? ["targets", at, "mapping", "nesting"] : ["mapping", "nesting"];
    const wrong = "has no use, since source.groups.nested is false: groups inside groups do not count";
    return [{ path: pathText(path), value: MIRROR, wrong, right: "nested: true, or nesting: flatten" }];
  });
}

function nestingOf(config: unknown) {
  const shared = valueAt(config, ["mapping", "nesting"]);
  const targets = valueAt(config, ["targets"]);
  return (Array.isArray(targets) ? targets : []).map((target: unknown, at) => {
    return { at, type: valueAt(target, ["type"]), own: valueAt(target, ["mapping", "nesting"]), shared };
  });
}
