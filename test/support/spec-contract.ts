import { readShared } from "./shared.ts";

export type Schema = Record<string, unknown>;

/** What a vendor's description says of one call, whether it was OpenAPI 3.0 or Swagger 2.0. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, { schema: Schema; required: boolean }>;
  body?: Schema;
  /** By status as written there: `200`, `2XX`, `default`. No schema: any body. */
  readonly responses: Record<string, Schema | undefined>;
}

/** A vendor's description in the form that the validation works on; the exceptions edit it. */
export interface Contract {
  readonly calls: Call[];
  readonly schemas: Record<string, Schema>;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly type?: string;
  readonly schema?: Schema;
}

interface Content {
  readonly $ref?: string;
  readonly schema?: Schema;
  readonly content?: Record<string, { readonly schema?: Schema }>;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Record<string, Content>;
}

interface Description {
  readonly paths: Record<string, Record<string, unknown>>;
  readonly definitions?: Record<string, Schema>;
  readonly components?: Record<string, Record<string, unknown>>;
}

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Reads a description of ../shared/specs. */
export function readContract(file: string): Contract {
  const description = readShared<Description>("specs", file);
  const calls = Object.entries(description.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) =>
      toCall(description, method.toUpperCase(), path, {
        shared: (item["parameters"] ?? []) as Parameter[],
        operation: item[method] as Operation,
      }),
    ),
  );
  const schemas = description.definitions ?? (description.components?.["schemas"] as Record<string, Schema>);
  return { calls, schemas };
}

function toCall(
  description: Description,
  method: string,
  path: string,
  { shared, operation }: { shared: readonly Parameter[]; operation: Operation },
): Call {
  const parameters = [...shared, ...(operation.parameters ?? [])].map((one) => follow(description, one));
  const body =
    schemaOf(description, operation.requestBody) ?? parameters.find((one) => one.in === "body")?.schema;
  return {
    method,
    path,
    query: Object.fromEntries(
      parameters
        .filter((one) => one.in === "query")
        .map((one) => [
          one.name,
          { schema: one.schema ?? { type: one.type }, required: one.required === true },
        ]),
    ),
    ...(body === undefined ? {} : { body }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, one]) => [status, schemaOf(description, one)]),
    ),
  };
}

function schemaOf(description: Description, content: Content | undefined): Schema | undefined {
  if (content === undefined) return undefined;
  const { schema, content: kinds } = follow(description, content);
  return schema ?? Object.values(kinds ?? {})[0]?.schema;
}

/** A parameter, body or answer that stands elsewhere in the file. Only those: schemas keep their `$ref`. */
function follow<T extends { readonly $ref?: string }>(description: Description, node: T): T {
  if (node.$ref === undefined) return node;
  const [, , kind = "", name = ""] = node.$ref.split("/");
  return description.components?.[kind]?.[name] as T;
}
