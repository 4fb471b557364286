import type { MappingConfig } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { presentText } from "../model/names.ts";
import type { MappingStory } from "../model/person-story.ts";
import type { Person } from "../model/source-snapshot.ts";
import { type MappingTrace, mapPerson, usernameRule } from "./map-person.ts";
import { propertyOf } from "./values-of.ts";

/** How the account that somebody should have is made, step by step. */
export function explainMapping(
  person: Person,
  mapping: MappingConfig,
  capabilities: Capabilities,
): MappingStory {
  const trace: MappingTrace = { steps: [], attributes: [] };
  const mapped = mapPerson(person, mapping, capabilities, trace);
  const { setting, rule } = usernameRule(person, mapping);
  const value = presentText(propertyOf(person, rule.from));
  const result = presentText(trace.steps.at(-1)?.result ?? value);
  return {
    username: {
      from: rule.from,
      ...(value !== undefined && { value }),
      steps: trace.steps.map((step) => ({ ...step, setting: `${setting}.${step.setting}` })),
      ...(result !== undefined && { result }),
    },
    attributes: trace.attributes,
    ...("missing" in mapped && { problem: { kind: mapped.missing.kind, reason: mapped.missing.reason } }),
  };
}
