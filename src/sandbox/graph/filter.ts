import { badRequest, unsupportedQuery } from "./graph-error.ts";
import type { GraphObject } from "./tenant.ts";

export type Predicate = (object: GraphObject) => boolean;

/** Most values of one `in`, and most comparisons that `or` can join. */
const MAX_TERMS = 15;
const TOKEN = /\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w/]*)|([(),])|(\S))/gy;

/**
 * Reads a `$filter` of the kinds that Graph answers without its advanced mode: `eq`, `in`, `startsWith`,
 * joined by `and`, `or` and brackets.
 *
 * @param filterable Properties that may be compared.
 * @throws GraphError 400 for what the real service refuses, and for what the sandbox does not know.
 */
export function parseFilter(text: string, filterable: ReadonlySet<string>): Predicate {
  const tokens = tokenize(text);
  const reader = { next: () => tokens.shift() ?? "", peek: () => tokens[0] ?? "", filterable, terms: 0 };
  const predicate = readOr(reader);
  if (tokens.length > 0) throw invalid(`Syntax error at '${reader.peek()}'.`);
  if (reader.terms > MAX_TERMS) throw tooMany(reader.terms);
  return predicate;
}

interface Reader {
  next(): string;
  peek(): string;
  readonly filterable: ReadonlySet<string>;
  terms: number;
}

function readOr(reader: Reader): Predicate {
  const parts = [readAnd(reader)];
  while (reader.peek() === "or") {
    reader.next();
    parts.push(readAnd(reader));
  }
  return (object) => parts.some((part) => part(object));
}

function readAnd(reader: Reader): Predicate {
  const parts = [readTerm(reader)];
  while (reader.peek() === "and") {
    reader.next();
    parts.push(readTerm(reader));
  }
  return (object) => parts.every((part) => part(object));
}

function readTerm(reader: Reader): Predicate {
  const token = reader.next();
  if (token === "(") {
    const inner = readOr(reader);
    expect(reader, ")");
    return inner;
  }
  reader.terms += 1;
  if (token.toLowerCase() === "startswith") return readStartsWith(reader);
  if (["not", "endswith", "contains"].includes(token.toLowerCase())) throw needsAdvanced(token);
  const property = checkProperty(reader, token);
  const operator = reader.next();
  if (operator === "eq") return equals(property, readValue(reader));
  if (operator === "in") return readIn(reader, property);
  if (["ne", "gt", "ge", "lt", "le"].includes(operator)) throw needsAdvanced(operator);
  throw invalid(`Syntax error at '${operator}'.`);
}

function readStartsWith(reader: Reader): Predicate {
  expect(reader, "(");
  const property = checkProperty(reader, reader.next());
  expect(reader, ",");
  const start = String(readValue(reader)).toLowerCase();
  expect(reader, ")");
  return (object) =>
    String(read(object, property) ?? "")
      .toLowerCase()
      .startsWith(start);
}

function readIn(reader: Reader, property: string): Predicate {
  const values: unknown[] = [];
  expect(reader, "(");
  values.push(readValue(reader));
  while (reader.peek() === ",") {
    reader.next();
    values.push(readValue(reader));
  }
  expect(reader, ")");
  if (values.length > MAX_TERMS) throw tooMany(values.length);
  const parts = values.map((value) => equals(property, value));
  return (object) => parts.some((part) => part(object));
}

function readValue(reader: Reader): unknown {
  const token = reader.next();
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === "true" || token === "false") return token === "true";
  if (token === "null") return null;
  throw invalid(`Syntax error at '${token}'.`);
}

/** Texts are equal without case, as in Entra. */
function equals(property: string, wanted: unknown): Predicate {
  const text = typeof wanted === "string" ? wanted.toLowerCase() : undefined;
  return (object) => {
    const value = read(object, property) ?? null;
    return text !== undefined && typeof value === "string" ? value.toLowerCase() === text : value === wanted;
  };
}

function read(object: GraphObject, path: string): unknown {
  return path.split("/").reduce<unknown>((value, name) => (value as GraphObject | null)?.[name], object);
}

function checkProperty(reader: Reader, name: string): string {
  if (reader.filterable.has(name.split("/")[0] ?? "")) return name;
  throw unsupportedQuery(`Unsupported or invalid query filter clause specified for property '${name}'.`);
}

function expect(reader: Reader, token: string): void {
  const found = reader.next();
  if (found !== token) throw invalid(`Syntax error: '${token}' was expected, not '${found}'.`);
}

function tokenize(text: string): string[] {
  return [...text.matchAll(TOKEN)].map(([, quoted, word, sign, other]) => {
    if (other !== undefined) throw invalid(`Syntax error: unexpected character '${other}'.`);
    return quoted ?? word ?? sign ?? "";
  });
}

function invalid(message: string) {
  return badRequest(`Invalid filter clause: ${message}`);
}

function needsAdvanced(operator: string) {
  return unsupportedQuery(
    `Operator '${operator}' needs ConsistencyLevel and $count, and is not served here.`,
  );
}

function tooMany(count: number) {
  return unsupportedQuery(
    `Too many child clauses specified in search filter expression containing 'OR' operators: ${count}. Max allowed: ${MAX_TERMS}.`,
  );
}
