import type { Call, Contract, Schema } from "./spec-contract.ts";

/** One place where a description is wrong or silent, and what is taken instead. */
export interface Exception {
  readonly why: string;
  readonly edit: (contract: Contract) => void;
}

/** Fits any body. */
export const ANY: Schema = {};
const TEXT = { schema: { type: "string" }, required: false };
const NUMBER = { schema: { type: "integer" }, required: false };

export function everyCall(change: (call: Call) => void): Exception["edit"] {
  return ({ calls }) => calls.forEach(change);
}

export function addQuery(call: Call, texts: readonly string[], numbers: readonly string[]): void {
  for (const name of texts) call.query[name] = TEXT;
  for (const name of numbers) call.query[name] = NUMBER;
}

export function addCall(
  method: string,
  path: string,
  {
    query,
    body,
    responses = { 200: ANY },
  }: { query: readonly string[]; body?: Call["body"]; responses?: Call["responses"] },
): Exception["edit"] {
  return ({ calls }) => {
    const call: Call = { method, path, query: {}, ...(body !== undefined && { body }), responses };
    addQuery(call, query, []);
    calls.push(call);
  };
}

/** The properties of one schema, to be changed in place. */
export function propertiesOf({ schemas }: Contract, name: string): Record<string, Schema> {
  const { properties } = (schemas[name] ?? {}) as { properties?: Record<string, Schema> };
  if (properties === undefined) throw new Error(`The description has no schema ${name} any more.`);
  return properties;
}
