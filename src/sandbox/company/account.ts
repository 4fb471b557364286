import type { GraphObject } from "../graph/tenant.ts";

/** An account of a directory before it takes the form of that directory. */
export interface SeedAccount {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly active: boolean;
  /** The person it is linked to. Undefined: nobody's, as far as the directory knows. */
  readonly link: string | undefined;
}

/** The account that a person has after a run with the sandbox's config. */
export function accountOf(person: GraphObject, overrides: Partial<SeedAccount> = {}): SeedAccount {
  const name = textOf(person, "userPrincipalName");
  return {
    username: name.replace(/@.*/, "").toLowerCase(),
    email: textOf(person, "mail") || name,
    displayName: textOf(person, "displayName"),
    givenName: textOf(person, "givenName"),
    familyName: textOf(person, "surname"),
    active: person["accountEnabled"] !== false,
    link: person.id,
    ...overrides,
  };
}

function textOf(person: GraphObject, property: string): string {
  const value = person[property];
  return typeof value === "string" ? value : "";
}
