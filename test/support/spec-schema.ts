import type { Schema } from "./spec-contract.ts";

export interface Strictness {
  /** A property that the description does not name is a failure. */
  readonly closed: boolean;
}

/** Annotations that Graph adds to any object, and properties that a tenant defines itself. */
const ALWAYS_ALLOWED = "^extension_|@odata\\.";
const FORMATS = new Set(["date-time", "uuid", "uri", "date"]);

/**
 * A schema of OpenAPI 3.0 or Swagger 2.0 as JSON Schema.
 *
 * `nullable` becomes a type, `allOf` is merged into one object so that it can be closed, and a property
 * that is *called* `$ref` (as SCIM's members have) stays a property: only the schema itself is looked at.
 * `asWritten` holds what is JSON Schema already.
 */
export function toJsonSchema(schema: Schema, all: Record<string, Schema>, how: Strictness): Schema {
  if (typeof schema["$ref"] === "string") return { $ref: `#/definitions/${nameOf(schema["$ref"])}` };
  if (schema["asWritten"] !== undefined) return schema["asWritten"] as Schema;
  if (Array.isArray(schema["allOf"])) return toJsonSchema(merge(schema, all), all, how);
  const inner = (one: unknown) => toJsonSchema(one as Schema, all, how);

  const result: Schema = { ...schema };
  delete result["nullable"];
  if (typeof schema["format"] === "string" && !FORMATS.has(schema["format"])) delete result["format"];
  if (schema["items"] !== undefined) result["items"] = inner(schema["items"]);
  if (Array.isArray(schema["anyOf"])) result["anyOf"] = schema["anyOf"].map(inner);
  if (schema["properties"] !== undefined) {
    result["properties"] = mapValues(schema["properties"] as Record<string, Schema>, inner);
    if (how.closed) {
      result["additionalProperties"] = false;
      result["patternProperties"] = { [ALWAYS_ALLOWED]: {} };
    }
  }
  return schema["nullable"] === true ? { anyOf: [result, { type: "null" }] } : result;
}

function merge(schema: Schema, all: Record<string, Schema>): Schema {
  const parts = (schema["allOf"] as Schema[]).map((part) => {
    const whole = typeof part["$ref"] === "string" ? (all[nameOf(part["$ref"])] ?? {}) : part;
    return Array.isArray(whole["allOf"]) ? merge(whole, all) : whole;
  });
  return {
    type: "object",
    properties: Object.assign({}, ...parts.map((part) => part["properties"] ?? {})),
    required: parts.flatMap((part) => (part["required"] as string[] | undefined) ?? []),
    ...(schema["nullable"] === true ? { nullable: true } : {}),
  };
}

function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

function mapValues<A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
