import { isObject } from "./read-fields.ts";
import { invalidSyntax } from "./scim-error.ts";

export interface PatchOperation {
  readonly op: "add" | "remove" | "replace";
  readonly path?: string;
  readonly value?: unknown;
}

const SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const OPS = ["add", "remove", "replace"];

/**
 * Reads the body of a PATCH.
 *
 * Strict where other servers are lenient and the vendor's own behaviour is not known: the array is
 * called `Operations`, and `op` is in lower case.
 */
export function readOperations(body: unknown): readonly PatchOperation[] {
  if (!isObject(body)) throw invalidSyntax("The body must be an object");
  if (!Array.isArray(body["schemas"]) || !body["schemas"].includes(SCHEMA)) {
    throw invalidSyntax(`schemas must name ${SCHEMA}`);
  }
  const operations: unknown = body["Operations"];
  if (!Array.isArray(operations) || operations.length === 0)
    throw invalidSyntax("Operations must not be empty");
  return operations.map(readOperation);
}

function readOperation(operation: unknown): PatchOperation {
  if (!isObject(operation)) throw invalidSyntax("An operation must be an object");
  const { op, path, value } = operation;
  if (typeof op !== "string" || !OPS.includes(op)) throw invalidSyntax(`op must be one of ${OPS.join(", ")}`);
  if (path !== undefined && typeof path !== "string") throw invalidSyntax("path must be a string");
  if (op !== "remove" && value === undefined) throw invalidSyntax(`${op} needs a value`);
  if (op === "remove" && path === undefined) throw invalidSyntax("remove needs a path");
  return { op: op as PatchOperation["op"], ...(path === undefined ? {} : { path }), value };
}
