import { type Condition, propertiesIn } from "./condition.ts";

/** The parts of a mapping that name properties of a person; each a path with dots. */
export interface PropertyChoice {
  readonly username: { readonly from: string };
  readonly email: readonly string[];
  readonly displayName: readonly string[];
  readonly givenName: readonly string[];
  readonly familyName: readonly string[];
}

/**
 * The properties that the mappings and the rules of the scope read, so that nothing else is asked for.
 *
 * @returns Top-level names (`onPremisesExtensionAttributes` for `onPremisesExtensionAttributes.extensionAttribute7`),
 *   each once, in alphabetical order.
 */
export function usedProperties(
  mappings: readonly PropertyChoice[],
  where: readonly Condition[] = [],
): string[] {
  const paths = mappings.flatMap(({ username, email, displayName, givenName, familyName }) => [
    username.from,
    ...email,
    ...displayName,
    ...givenName,
    ...familyName,
  ]);
  const all = [...paths, ...propertiesIn(where)];
  return [...new Set(all.map((path) => path.replace(/\..*$/, "")))].sort();
}
