import type { PatchOperation } from "./patch-operations.ts";
import { checkWhole, isNamePart, isObject, readAttribute, readText } from "./read-fields.ts";
import { invalidPath, invalidSyntax, invalidValue } from "./scim-error.ts";
import type { ScimFields } from "./scim-resource.ts";

/**
 * What a user is after a PATCH.
 *
 * @throws ScimError 400 for a path or value that does not fit, or when a required attribute would go.
 */
export function patchUser(fields: ScimFields, operations: readonly PatchOperation[]): ScimFields {
  const result: Record<string, unknown> = { ...fields };
  for (const operation of operations) applyOperation(result, operation);
  return checkWhole(result);
}

function applyOperation(fields: Record<string, unknown>, { op, path, value }: PatchOperation): void {
  if (path === undefined) {
    if (!isObject(value)) throw invalidSyntax("Without a path the value must be an object");
    for (const [name, part] of Object.entries(value)) setAttribute(fields, name, part);
    return;
  }
  if (op === "remove") removeAttribute(fields, path);
  else setAttribute(fields, path, value);
}

function setAttribute(fields: Record<string, unknown>, path: string, value: unknown): void {
  const part = namePartOf(path);
  if (part !== undefined) {
    fields["name"] = { ...(fields["name"] as object | undefined), [part]: readText(path, value) };
    return;
  }
  checkPath(path);
  const read = readAttribute(path, value);
  fields[path] = path === "name" ? { ...(fields["name"] as object | undefined), ...(read as object) } : read;
}

function removeAttribute(fields: Record<string, unknown>, path: string): void {
  const part = namePartOf(path);
  if (part !== undefined) {
    const { [part]: _gone, ...rest } = (fields["name"] ?? {}) as Record<string, unknown>;
    fields["name"] = rest;
    return;
  }
  checkPath(path);
  if (path === "active") throw invalidValue("active cannot be removed");
  delete fields[path];
}

function namePartOf(path: string): string | undefined {
  const [, part] = /^name\.(\w+)$/.exec(path) ?? [];
  if (part !== undefined && !isNamePart(part)) throw invalidPath(`Path ${path} is not supported`);
  return part;
}

function checkPath(path: string): void {
  if (!/^\w+$|^urn:ietf:/.test(path)) throw invalidPath(`Path ${path} is not supported`);
}
