import type { OptionPath } from "./problem.ts";
import { passwordIn } from "./read-state-url.ts";
import { isTable } from "./references.ts";
import { isStateAddress, SECRET_OPTIONS } from "./secret-options.ts";

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
  if (typeof value !== "string" || value === "") return [];
  if (isStateAddress(path)) {
    const password = passwordIn(value);
    return password === undefined ? [] : [{ path, text: password }];
  }
  return SECRET_OPTIONS.has(path.at(-1)) ? [{ path, text: value }] : [];
}
