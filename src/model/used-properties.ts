/** The parts of a mapping that name properties of a person; each a path with dots. */
export interface PropertyChoice {
  readonly username: { readonly from: string };
  readonly email: readonly string[];
  readonly displayName: readonly string[];
  readonly givenName: readonly string[];
  readonly familyName: readonly string[];
}

/**
 * The properties that the mappings read, so that nothing else is asked for.
 *
 * @returns Top-level names (`onPremisesExtensionAttributes` for `onPremisesExtensionAttributes.extensionAttribute7`),
 *   each once, in alphabetical order.
 */
export function usedProperties(mappings: readonly PropertyChoice[]): string[] {
  const paths = mappings.flatMap(({ username, email, displayName, givenName, familyName }) => [
    username.from,
    ...email,
    ...displayName,
    ...givenName,
    ...familyName,
  ]);
  return [...new Set(paths.map((path) => path.replace(/\..*$/, "")))].sort();
}
