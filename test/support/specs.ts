import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { BITBUCKET_EXCEPTIONS } from "./bitbucket-exceptions.ts";
import { CONFLUENCE_EXCEPTIONS } from "./confluence-exceptions.ts";
import { CROWD_EXCEPTIONS } from "./crowd-exceptions.ts";
import { GRAPH_EXCEPTIONS } from "./graph-exceptions.ts";
import { JIRA_EXCEPTIONS } from "./jira-exceptions.ts";
import { SCIM_EXCEPTIONS } from "./scim-exceptions.ts";
import { type Call, type Contract, readContract, type Schema } from "./spec-contract.ts";
import type { Exception } from "./spec-edits.ts";
import { toJsonSchema } from "./spec-schema.ts";

interface SpecRequest {
  readonly method: string;
  /** With or without the base path (`/v1.0`, `/crowd/rest/usermanagement/1`), and with or without a query. */
  readonly path: string;
  readonly query?: string | URLSearchParams | Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

interface SpecResponse {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Parsed; `undefined` for none. */
  readonly body?: unknown;
}

/** A vendor's description. Both throw an error that names the call and everything that is wrong with it. */
export interface Spec {
  assertRequest(request: SpecRequest): void;
  assertResponse(response: SpecResponse): void;
}

export type SpecFile =
  | "graph-v1.0.json"
  | "atlassian-cloud-scim.json"
  | "crowd.json"
  | "jira-dc.json"
  | "confluence-dc.json"
  | "bitbucket-dc.json";

const EXCEPTIONS: Record<SpecFile, readonly Exception[]> = {
  "graph-v1.0.json": GRAPH_EXCEPTIONS,
  "atlassian-cloud-scim.json": SCIM_EXCEPTIONS,
  "crowd.json": CROWD_EXCEPTIONS,
  "jira-dc.json": JIRA_EXCEPTIONS,
  "confluence-dc.json": CONFLUENCE_EXCEPTIONS,
  "bitbucket-dc.json": BITBUCKET_EXCEPTIONS,
};
const BASE = /^.*?\/(?:v1\.0|rest\/usermanagement\/(?:1|latest)|rest(?=\/api\/))(?=\/|$)/;
const opened = new Map<SpecFile, Spec>();

/**
 * Opens a description of ../shared/specs, corrected by the exceptions to it.
 *
 * Unknown paths, methods, query parameters and properties of a body are failures. Answers of Crowd may
 * have more properties than its description, which others wrote.
 */
export function openSpec(file: SpecFile): Spec {
  const known = opened.get(file);
  if (known !== undefined) return known;
  const contract = readContract(file);
  for (const { edit } of EXCEPTIONS[file]) edit(contract);
  const spec = createSpec(contract, { closedAnswers: file !== "crowd.json" });
  opened.set(file, spec);
  return spec;
}

function createSpec(contract: Contract, { closedAnswers }: { closedAnswers: boolean }): Spec {
  const matchers = [...contract.calls]
    .sort((one, other) => countHoles(one.path) - countHoles(other.path))
    .map((call) => ({ call, pattern: toPattern(call.path) }));
  const callOf = (method: string, path: string): Call => {
    const bare = path.split("?")[0] ?? "";
    const found = matchers.find(
      ({ call, pattern }) => call.method === method && pattern.test(bare.replace(BASE, "")),
    );
    if (found === undefined) throw new Error(`${method} ${bare} is not in the description.`);
    return found.call;
  };
  const validateBody = createValidator(contract.schemas, { closed: true });
  const validateAnswer = createValidator(contract.schemas, { closed: closedAnswers });

  return {
    assertRequest({ method, path, query, body }) {
      const call = callOf(method, path);
      const problems = checkQuery(call, toQuery(path, query));
      if (body !== undefined && call.body === undefined) problems.push("a body where none is described");
      if (body !== undefined && call.body !== undefined) problems.push(...validateBody(call.body, body));
      refuse(`Request ${method} ${path}`, problems);
    },
    assertResponse({ method, path, status, body }) {
      const { responses } = callOf(method, path);
      const key = [String(status), `${Math.floor(status / 100)}XX`, "default"].find(
        (one) => one in responses,
      );
      if (key === undefined)
        throw new Error(`${method} ${path}: status ${status} is not in the description.`);
      const schema = responses[key];
      refuse(
        `Answer ${status} to ${method} ${path}`,
        schema === undefined ? [] : validateAnswer(schema, body),
      );
    },
  };
}

function createValidator(schemas: Record<string, Schema>, how: { closed: boolean }) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const definitions = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema, schemas, how)]),
  );
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema: Schema, value: unknown): string[] => {
    const validate =
      compiled.get(schema) ?? ajv.compile({ definitions, allOf: [toJsonSchema(schema, schemas, how)] });
    compiled.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || "body"} ${message} ${JSON.stringify(params)}`,
    );
  };
}

function checkQuery(call: Call, query: URLSearchParams): string[] {
  const names = [...new Set(query.keys())];
  const missing = Object.entries(call.query).filter(([name, { required }]) => required && !query.has(name));
  return [
    ...names
      .filter((name) => !(name in call.query))
      .map((name) => `query parameter ${name} is not described`),
    ...names.filter((name) => query.getAll(name).length > 1).map((name) => `${name} is given twice`),
    ...missing.map(([name]) => `query parameter ${name} is missing`),
    ...names
      .filter(
        (name) => call.query[name]?.schema["type"] === "integer" && !/^-?\d+$/.test(query.get(name) ?? ""),
      )
      .map((name) => `query parameter ${name} is no whole number`),
  ];
}

function toQuery(path: string, query: SpecRequest["query"]): URLSearchParams {
  const inPath = path.includes("?") ? path.slice(path.indexOf("?")) : "";
  if (query === undefined) return new URLSearchParams(inPath);
  if (typeof query === "string" || query instanceof URLSearchParams) return new URLSearchParams(query);
  return new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
}

function toPattern(path: string): RegExp {
  const literal = path.split(/\{[^}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join("[^/]+")}$`);
}

function countHoles(path: string): number {
  return path.split("{").length;
}

function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`${what}: ${problems.join("; ")}`);
}
