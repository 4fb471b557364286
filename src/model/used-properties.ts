import { type Condition, propertiesIn } from "./condition.ts";
import { HOME_NAME } from "./home-name.ts";

/** The parts of a mapping that name properties of a person; each a path with dots. */
export interface PropertyChoice {
  readonly username: { readonly from: string };
  readonly guestUsername?: { readonly from: string };
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
  const paths = mappings.flatMap(({ username, guestUsername, ...lists }) => [
    username.from,
    ...(guestUsername === undefined ? [] : [guestUsername.from]),
    ...lists.email,
    ...lists.displayName,
    ...lists.givenName,
    ...lists.familyName,
  ]);
  return [...new Set([...paths, ...propertiesIn(where)].map(askedFor))].sort();
}

/** What Graph is asked for: it knows no name at home, and gives nested properties only as a whole. */
function askedFor(path: string): string {
  return path === HOME_NAME ? "userPrincipalName" : path.replace(/\..*$/, "");
}
