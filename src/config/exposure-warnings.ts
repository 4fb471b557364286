import type { ConfigContext } from "./context.ts";
import { pathText } from "./problem.ts";
import { secretPlaces } from "./secret-places.ts";

/**
 * Warns of secrets that stand in a file that others can read, all in one warning. `config` is as it was
 * read, before its references were resolved.
 *
 * Configs in JavaScript and TypeScript are left out: what they hold may come from anywhere.
 */
export function exposureWarnings(config: unknown, { exposed, path }: ConfigContext): string[] {
  if (exposed !== true || /\.[cm]?[jt]s$/.test(path)) return [];
  const places = secretPlaces(config).filter(({ text }) => !/(?<!\$)\$\{/.test(text));
  if (places.length === 0) return [];
  const listed = places.map((place) => pathText(place.path)).join(", ");
  return [
    `${listed} ${places.length === 1 ? "stands" : "stand"} in plain text in ${path}, which other accounts of this machine can read. ` +
      `Run \`chmod 600 ${path}\`, or write $\{NAME} there and set the environment variable NAME.`,
  ];
}
