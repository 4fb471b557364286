import type { SourceId } from "../model/ids.ts";
import type { Person } from "../model/source-snapshot.ts";

/** An object as JSON gives it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A user object of Graph as a person.
 *
 * @param properties Names to keep. The rest is dropped, so that 100,000 people stay small.
 */
export function toPerson(id: SourceId, user: JsonObject, properties: readonly string[]): Person {
  const kept: Record<string, unknown> = {};
  for (const name of properties) {
    const value = user[name];
    if (value !== undefined) kept[name] = value;
  }
  const enabled = user["accountEnabled"];
  return {
    id,
    enabled: typeof enabled === "boolean" ? enabled : null,
    guest: user["userType"] === "Guest",
    properties: kept,
  };
}

/** What is kept of everybody: what the mapping uses, and the name that messages call them by. */
export function keptProperties(used: readonly string[]): readonly string[] {
  return [...new Set(["userPrincipalName", ...used])];
}
