import { HOME_NAME, homeNameOf } from "../model/home-name.ts";
import { presentText } from "../model/names.ts";
import type { Person } from "../model/source-snapshot.ts";

/** What stands in a property of a person; a path with dots leads into a nested one. */
export function propertyOf({ properties }: Person, path: string): unknown {
  if (path === HOME_NAME) return homeNameOf(presentText(properties["userPrincipalName"]) ?? "");
  if (!path.includes(".")) return properties[path];
  return path
    .split(".")
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), properties);
}

/** The same as texts: none for a property without a value, several for a list. */
export function valuesOf(person: Person, path: string): readonly string[] {
  const value = path === "accountEnabled" ? person.enabled : propertyOf(person, path);
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((one: unknown) => {
    const text = typeof one === "number" || typeof one === "boolean" ? String(one) : presentText(one);
    return text === undefined ? [] : [text];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
