import { nearest } from "../model/nearest.ts";
import { type OptionPath, type Problem, pathText } from "./problem.ts";
import { showValue, valueAt } from "./to-problem.ts";
import { mayBeUserProperty, USER_PROPERTIES } from "./user-properties.ts";

const LISTS = ["email", "displayName", "givenName", "familyName"];

/**
 * A misspelled property in a mapping or a rule. Entra would refuse the whole list of users because of it, in words
 * that do not say where it stands. A source file may have any.
 */
export function propertiesExist(config: unknown): Problem[] {
  if (valueAt(config, ["source", "type"]) !== "entra") return [];
  const targets = valueAt(config, ["targets"]);
  const mappings: OptionPath[] = [
    ["mapping"],
    ...(Array.isArray(targets) ? targets.map((_, at): OptionPath => ["targets", at, "mapping"]) : []),
  ];
  const places = [
    ...mappings.flatMap((mapping) => placesIn(config, mapping)),
    ...rulesIn(config, ["source", "users", "where"]),
  ];
  return places.flatMap((path) => problemAt(path, valueAt(config, path)));
}

function placesIn(config: unknown, mapping: OptionPath): readonly OptionPath[] {
  const inLists = LISTS.flatMap((option) => {
    const list = valueAt(config, [...mapping, option]);
    return Array.isArray(list) ? list.map((_, at): OptionPath => [...mapping, option, at]) : [];
  });
  return [[...mapping, "username", "from"], [...mapping, "guestUsername", "from"], ...inLists];
}

/** The properties that rules look at, those of rules inside rules too. */
function rulesIn(config: unknown, list: OptionPath): readonly OptionPath[] {
  const rules = valueAt(config, list);
  return Array.isArray(rules) ? rules.flatMap((_, at) => placesInRule(config, [...list, at])) : [];
}

function placesInRule(config: unknown, rule: OptionPath): readonly OptionPath[] {
  const negated: OptionPath = [...rule, "not"];
  return [
    [...rule, "property"],
    ...rulesIn(config, [...rule, "all"]),
    ...rulesIn(config, [...rule, "any"]),
    ...(valueAt(config, negated) === undefined ? [] : placesInRule(config, negated)),
  ];
}

function problemAt(path: OptionPath, value: unknown): Problem[] {
  if (typeof value !== "string" || value === "" || mayBeUserProperty(value)) return [];
  const meant = nearest(value, USER_PROPERTIES);
  const shown = showValue(value);
  const wrong = "is no property of a user in Microsoft Graph";
  return [
    {
      path: pathText(path),
      ...(shown === undefined ? {} : { value: shown }),
      wrong: meant === undefined ? wrong : `${wrong}; did you mean ${meant}?`,
      right:
        "a property such as mail, employeeId or onPremisesExtensionAttributes.extensionAttribute7, upper and lower case as there",
    },
  ];
}
