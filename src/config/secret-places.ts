import type { OptionPath } from "./problem.ts";
import { isTable } from "./references.ts";
import { SECRET_OPTIONS } from "./secret-options.ts";

export interface SecretPlace {
  readonly path: OptionPath;
  readonly text: string;
}

/** Where the secrets of a config stand, in its order. Empty ones are left out. */
export function secretPlaces(value: unknown, path: OptionPath = []): SecretPlace[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => secretPlaces(item, [...path, at]));
  if (isTable(value)) {
    return Object.entries(value).flatMap(([key, item]) => secretPlaces(item, [...path, key]));
  }
  const isSecret = typeof value === "string" && value !== "" && SECRET_OPTIONS.has(path.at(-1));
  return isSecret ? [{ path, text: value }] : [];
}
