import * as z from "zod";
import { configSchema } from "./schema/config-schema.ts";

/** The part of JSON Schema that zod writes for a config. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  /** `#/definitions/rule`: a schema that stands in itself. */
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: boolean | JsonSchema;
}

/** What a reference looks like where another type is expected. */
const REFERENCE: JsonSchema = { type: "string", pattern: "\\$\\{.+\\}" };

/** Keywords that say what a value may be, as opposed to what it means. */
const LIMITING = ["type", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum", "anyOf"];

/** The config as JSON Schema, as it is written, without the room for references. */
export function plainSchema(): JsonSchema {
  return z.toJSONSchema(configSchema, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    // Zod leaves examples out where a value is transformed, since it cannot know which side they show.
    override({ zodSchema, jsonSchema }) {
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) jsonSchema.examples = [...examples];
    },
  }) as JsonSchema;
}

/**
 * The JSON Schema for editors, draft 7, as text. Every option also takes a reference such as `${NAME}`,
 * since an editor sees the config before references are put in.
 */
export function jsonSchemaText(): string {
  const schema = {
    ...(withReferences(plainSchema()) as object),
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "usersync config",
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function withReferences(schema: JsonSchema, key?: string): JsonSchema {
  if (schema.$ref !== undefined) return schema;
  const inner = withReferencesInside(schema);
  const isOpen = schema.type === "string" && schema.pattern === undefined && schema.enum === undefined;
  const isComposed =
    schema.properties !== undefined || schema.items !== undefined || schema.oneOf !== undefined;
  // In a replacement `${name}` is a group, and the type decides which options there are.
  if (isOpen || isComposed || schema.const !== undefined || key === "regex" || key === "with") return inner;
  if (typeof schema.additionalProperties === "object") return inner;
  const limiting = Object.fromEntries(Object.entries(inner).filter(([name]) => LIMITING.includes(name)));
  const meaning = Object.fromEntries(Object.entries(inner).filter(([name]) => !LIMITING.includes(name)));
  const own = schema.anyOf ?? [limiting as JsonSchema];
  return { ...meaning, anyOf: [...own, REFERENCE] };
}

function withReferencesInside(schema: JsonSchema): JsonSchema {
  const { properties, items, oneOf, definitions, default: usual, ...rest } = schema;
  return {
    ...rest,
    // An empty section as default says nothing to an editor.
    ...(usual === undefined || properties !== undefined ? {} : { default: usual }),
    ...(properties === undefined ? {} : { properties: withReferencesInEach(properties) }),
    ...(definitions === undefined ? {} : { definitions: withReferencesInEach(definitions) }),
    ...(items === undefined ? {} : { items: withReferences(items) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map((option) => withReferences(option)) }),
  };
}

function withReferencesInEach(schemas: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([key, one]) => [key, withReferences(one, key)]));
}
