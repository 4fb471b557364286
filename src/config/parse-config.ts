import type { Config } from "./config.ts";
import type { ConfigContext } from "./context.ts";
import { exposureWarnings } from "./exposure-warnings.ts";
import { inFileOrder, isInside } from "./in-file-order.ts";
import { ConfigError, type Problem } from "./problem.ts";
import { isTable, type Resolved, resolveReferences } from "./references.ts";
import { RULES } from "./rules.ts";
import { configSchema } from "./schema/config-schema.ts";
import { secretPlaces } from "./secret-places.ts";
import { shortSecretWarnings } from "./short-secret-warnings.ts";
import { toConfig, toRecords } from "./to-config.ts";
import { toProblems } from "./to-problem.ts";

/**
 * Turns what was read from a config file into a config: puts references in, checks everything, fills in
 * defaults and compiles regexes.
 *
 * @throws ConfigError with every problem at once. No message holds a secret, nor a value that came from
 *   a reference.
 */
export function parseConfig(value: unknown, context: ConfigContext): Config {
  const resolved = resolveReferences(value ?? {}, context);
  const parsed = configSchema.safeParse(resolved.value);
  const problems = inFileOrder(
    [
      ...resolved.problems,
      ...withoutFailed(resolved, [
        // A rule knows more about an option than that its type is wrong or that there is none of that name.
        ...RULES.flatMap((rule) => rule(resolved.value, context, resolved.emptied)).map((one) =>
          withoutReferenced(one, resolved),
        ),
        ...(parsed.error?.issues ?? []).flatMap((issue) => toProblems(issue, resolved)),
      ]),
    ],
    resolved.value,
  );
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems, context.path);
  const warnings = [...exposureWarnings(value, context), ...shortSecretWarnings(resolved.value)];
  return toConfig(parsed.data, { context, warnings });
}

/** As much of a config as reading what past runs did needs. */
export interface RecordsConfig extends Pick<Config, "state" | "audit" | "log" | "warnings"> {
  /** Those of all of the config, as far as they could be found. */
  readonly secrets: readonly string[];
}

const RECORDS = { state: true, audit: true, log: true } as const;

/**
 * Reads what of a config says where runs are recorded, and looks at nothing else of it: whoever only reads
 * the record need not have the secrets of the source and the directories.
 *
 * @throws ConfigError with every problem of these parts.
 */
export function parseRecords(value: unknown, context: ConfigContext): RecordsConfig {
  const all = resolveReferences(value ?? {}, context).value;
  const resolved = resolveReferences(recordsIn(value ?? {}), context);
  const parsed = configSchema.pick(RECORDS).safeParse(resolved.value);
  const issues = (parsed.error?.issues ?? []).flatMap((issue) => toProblems(issue, resolved));
  const problems = inFileOrder([...resolved.problems, ...withoutFailed(resolved, issues)], resolved.value);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems, context.path);
  const warnings = [...exposureWarnings(value, context), ...shortSecretWarnings(resolved.value)];
  return {
    ...toRecords(parsed.data, context),
    warnings,
    secrets: secretPlaces(all).map(({ text }) => text),
  };
}

function recordsIn(value: unknown): unknown {
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key in RECORDS));
}

function withoutReferenced(problem: Problem, { referenced }: Resolved): Problem {
  const { value: _, ...hidden } = problem;
  return referenced.has(problem.path) ? hidden : problem;
}

/** Where a reference failed, its value is a stand-in, and what is wrong with that is no news. */
function withoutFailed({ failed }: Resolved, problems: readonly Problem[]): Problem[] {
  return problems.filter(({ path }) => ![...failed].some((place) => path === place || isInside(path, place)));
}
