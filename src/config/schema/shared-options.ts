import { mapping } from "./mapping.ts";
import { text } from "./option.ts";
import { overriding } from "./overriding.ts";
import { limits, operations, protect } from "./policy.ts";

/** Options that every target has, whatever its type. */
export const sharedOptions = {
  name: text({
    meaning: "What this directory is called in plans, reports and `--only`. Each target has its own.",
    right: "lower-case letters, digits and hyphens",
    pattern: /^[a-z0-9-]+$/,
    example: "cloud",
  }),
  mapping: overriding(mapping, { meaning: "Options of `mapping` that differ for this target." }),
  operations: overriding(operations, { meaning: "Options of `operations` that differ for this target." }),
  limits: overriding(limits, { meaning: "Options of `limits` that differ for this target." }),
  protect: overriding(protect, { meaning: "Options of `protect` that differ for this target." }),
};
