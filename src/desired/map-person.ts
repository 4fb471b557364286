import type { MappingConfig } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { DesiredUser, NoteKind } from "../model/desired.ts";
import type { Username } from "../model/ids.ts";
import { isSameName, presentText } from "../model/names.ts";
import type { Person } from "../model/source-snapshot.ts";
import { brokenRule } from "./broken-rule.ts";
import { propertyOf } from "./values-of.ts";

/** The account that a person should have, or why there cannot be one. */
export type MappedPerson =
  | { readonly user: DesiredUser }
  | { readonly missing: { readonly kind: NoteKind; readonly subject: string; readonly reason: string } };

/** Applies the mapping of the config to one person. */
export function mapPerson(person: Person, mapping: MappingConfig, capabilities: Capabilities): MappedPerson {
  const username = usernameOf(person, mapping.username);
  const shown = presentText(person.properties["userPrincipalName"]) ?? person.id;
  if (username === undefined) {
    return impossible("missing-attribute", shown, `${mapping.username.from} gives no username`);
  }
  const broken = brokenRule(username, capabilities.username);
  if (broken !== undefined)
    return impossible("invalid-username", shown, `the username "${username}" ${broken}`);

  const email = firstPresent(person, mapping.email);
  if (email === undefined && capabilities.requiresEmail) {
    return impossible("missing-attribute", shown, `no e-mail in ${mapping.email.join(" or ")}`);
  }
  const foreign = foreignDomain(email, capabilities.emailDomains);
  if (foreign !== undefined) {
    const reason = `the e-mail's domain, ${foreign}, is not among targets[].verifiedDomains; left as it is`;
    return impossible("unsupported", shown, reason);
  }
  const givenName = firstPresent(person, mapping.givenName);
  const familyName = firstPresent(person, mapping.familyName);
  return {
    user: {
      sourceId: person.id,
      username,
      displayName: firstPresent(person, mapping.displayName) ?? username,
      active: person.enabled,
      ...(email === undefined ? {} : { email }),
      ...(givenName === undefined ? {} : { givenName }),
      ...(familyName === undefined ? {} : { familyName }),
    },
  };
}

function impossible(kind: NoteKind, subject: string, reason: string): MappedPerson {
  return { missing: { kind, subject, reason } };
}

function usernameOf(
  person: Person,
  { from, replace, case: letters }: MappingConfig["username"],
): Username | undefined {
  let name = presentText(propertyOf(person, from));
  if (name === undefined) return undefined;
  for (const { apply } of replace) name = apply(name);
  return presentText(letters === "lower" ? name.toLowerCase() : name) as Username | undefined;
}

/** The domain of an e-mail that the directory must not be given. */
function foreignDomain(
  email: string | undefined,
  domains: readonly string[] | undefined,
): string | undefined {
  if (email === undefined || domains === undefined) return undefined;
  const domain = email.slice(email.lastIndexOf("@") + 1);
  return domains.some((known) => isSameName(known, domain)) ? undefined : domain;
}

function firstPresent(person: Person, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const text = presentText(propertyOf(person, path));
    if (text !== undefined) return text;
  }
  return undefined;
}
