import type { MappingConfig, UsernameMapping } from "../config/config.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { DesiredUser, NoteKind } from "../model/desired.ts";
import { isSameName, presentText } from "../model/names.ts";
import type { AttributeStory, UsernameStep } from "../model/person-story.ts";
import type { Person } from "../model/source-snapshot.ts";
import { brokenRule } from "./broken-rule.ts";
import { makeUsername } from "./make-username.ts";
import { nameOf } from "./person-name.ts";
import { propertyOf } from "./values-of.ts";

/** The account that a person should have, or why there cannot be one. */
export type MappedPerson =
  | { readonly user: DesiredUser }
  | { readonly missing: { readonly kind: NoteKind; readonly subject: string; readonly reason: string } };

/** Takes down what the mapping does with somebody, as far as it comes. */
export interface MappingTrace {
  readonly steps: UsernameStep[];
  readonly attributes: AttributeStory[];
}

/** Applies the mapping of the config to one person. */
export function mapPerson(
  person: Person,
  mapping: MappingConfig,
  capabilities: Capabilities,
  trace?: MappingTrace,
): MappedPerson {
  const { rule } = usernameRule(person, mapping);
  const username = makeUsername(person, rule, trace && ((step) => trace.steps.push(step)));
  const shown = nameOf(person);
  if (username === undefined) {
    return impossible("missing-attribute", shown, `${rule.from} gives no username`);
  }
  const broken = brokenRule(username, capabilities.username);
  if (broken !== undefined)
    return impossible("invalid-username", shown, `the username "${username}" ${broken}`);

  const take = <T extends string | undefined>(field: Attribute, fallback: T) =>
    firstPresent(person, { field, paths: mapping[field], fallback, trace });
  const email = take("email", undefined);
  if (email === undefined && capabilities.requiresEmail) {
    return impossible("missing-attribute", shown, `no e-mail in ${mapping.email.join(" or ")}`);
  }
  const foreign = foreignDomain(email, capabilities.emailDomains);
  if (foreign !== undefined) {
    const reason = `the e-mail's domain, ${foreign}, is not among targets[].verifiedDomains; left as it is`;
    return impossible("unsupported", shown, reason);
  }
  const displayName = take("displayName", username);
  const givenName = take("givenName", undefined);
  const familyName = take("familyName", undefined);
  return {
    user: {
      sourceId: person.id,
      username,
      displayName,
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

/** How somebody's username is made, and where the config says so. Guests may have a rule of their own. */
export function usernameRule(
  { guest }: Person,
  { username, guestUsername }: MappingConfig,
): { readonly setting: string; readonly rule: UsernameMapping } {
  return guest && guestUsername !== undefined
    ? { setting: "mapping.guestUsername", rule: guestUsername }
    : { setting: "mapping.username", rule: username };
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

type Attribute = AttributeStory["field"];

interface Taking<T> {
  readonly field: Attribute;
  readonly paths: readonly string[];
  /** What stands in where none of them has a value. */
  readonly fallback: T;
  readonly trace: MappingTrace | undefined;
}

function firstPresent<T extends string | undefined>(
  person: Person,
  { field, paths, fallback, trace }: Taking<T>,
): string | T {
  for (const from of paths) {
    const value = presentText(propertyOf(person, from));
    if (value === undefined) continue;
    trace?.attributes.push({ field, value, from });
    return value;
  }
  trace?.attributes.push({ field, ...(fallback !== undefined && { value: fallback }) });
  return fallback;
}
