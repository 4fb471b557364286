import type { ConfigContext } from "./context.ts";
import { type OptionPath, pathText } from "./problem.ts";
import { isTable } from "./references.ts";
import { SECRET_OPTIONS } from "./secret-options.ts";

/**
 * Warns of secrets that stand in a file that others can read. `config` is as it was read, before its
 * references were resolved.
 *
 * Configs in JavaScript and TypeScript are left out: what they hold may come from anywhere.
 */
export function exposureWarnings(config: unknown, { exposed, path }: ConfigContext): string[] {
  if (exposed !== true || /\.[cm]?[jt]s$/.test(path)) return [];
  return plainSecrets(config, []).map(
    (place) =>
      `${pathText(place)} stands in plain text in ${path}, which other accounts of this machine can read. ` +
      `Run \`chmod 600 ${path}\`, or write $\{NAME} there and set the environment variable NAME.`,
  );
}

function plainSecrets(value: unknown, path: OptionPath): OptionPath[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => plainSecrets(item, [...path, at]));
  if (isTable(value)) {
    return Object.entries(value).flatMap(([key, item]) => plainSecrets(item, [...path, key]));
  }
  const isPlain = typeof value === "string" && value !== "" && !/(?<!\$)\$\{/.test(value);
  return isPlain && SECRET_OPTIONS.has(path.at(-1)) ? [path] : [];
}
