/**
 * A property that Graph does not have: what a guest is called at home. It may stand wherever the config names
 * a property of a person.
 */
export const HOME_NAME = "homeUserPrincipalName";

const GIVEN_HERE = /^(.+)_([^_]+)#EXT#/is;

/**
 * The name at home out of the one that this tenant gave: `ada_fabrikam.com#EXT#@contoso.onmicrosoft.com`
 * → `ada@fabrikam.com`. Entra has put `_` for the `@`; since no domain holds one, it is the last.
 *
 * @returns `undefined` for a name that is no such name.
 */
export function homeNameOf(userPrincipalName: string): string | undefined {
  const [, name, domain] = GIVEN_HERE.exec(userPrincipalName) ?? [];
  return name === undefined ? undefined : `${name}@${domain}`;
}
