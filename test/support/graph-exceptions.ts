import type { Schema } from "./spec-contract.ts";
import { ANY, addCall, addQuery, type Exception, everyCall } from "./spec-edits.ts";

const TEXT: Schema = { type: "string" };
const HEADERS: Schema = { type: "object", additionalProperties: TEXT };

/** @see https://learn.microsoft.com/graph/json-batching */
const BATCH = {
  body: listed("requests", {
    required: ["id", "method", "url"],
    properties: {
      id: { type: "string", minLength: 1 },
      method: { enum: ["GET"] },
      url: { type: "string", pattern: "^/[a-z]" },
      headers: HEADERS,
    },
  }),
  responses: {
    200: listed("responses", {
      required: ["id", "status"],
      properties: { id: TEXT, status: { type: "integer" }, headers: HEADERS, body: ANY },
    }),
    default: { $ref: "#/components/schemas/microsoft.graph.ODataErrors.ODataError" },
  },
};

function listed(name: string, item: Schema): Schema {
  const items = { type: "object", additionalProperties: false, ...item };
  return {
    type: "object",
    additionalProperties: false,
    required: [name],
    properties: { [name]: { type: "array", minItems: 1, maxItems: 20, items } },
  };
}

/** Where the description of Graph is wrong or silent. */
export const GRAPH_EXCEPTIONS: readonly Exception[] = [
  {
    why: "nextLink carries $skiptoken, which the description does not model",
    edit: everyCall((call) => {
      if (call.method === "GET") addQuery(call, ["$skiptoken"], []);
    }),
  },
  {
    why: "the slice leaves /organization out; only its displayName is read, for the check",
    edit: addCall("GET", "/organization", {
      query: ["$select"],
      responses: {
        200: ANY,
        default: { $ref: "#/components/schemas/microsoft.graph.ODataErrors.ODataError" },
      },
    }),
  },
  {
    why: "the slice leaves $batch out, since Microsoft describes it in prose only",
    edit: ({ calls }) => {
      calls.push({ method: "POST", path: "/$batch", query: {}, ...BATCH });
    },
  },
  {
    why: "the slice has the assignments by object id only; by appId they are documented too",
    edit: (contract) => {
      const path = "/servicePrincipals/{servicePrincipal-id}/appRoleAssignedTo";
      const known = contract.calls.find((call) => call.path === path);
      if (known === undefined) throw new Error(`${path} is missing from the description.`);
      contract.calls.push({ ...known, path: "/servicePrincipals(appId='{appId}')/appRoleAssignedTo" });
    },
  },
  {
    why: "members are of many types: an item has the properties of the type that @odata.type names",
    edit: ({ schemas }) => {
      const kinds = ["user", "group", "servicePrincipal"].map((kind) => ({
        if: { properties: { "@odata.type": { const: `#microsoft.graph.${kind}` } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { $ref: `#/definitions/microsoft.graph.${kind}` },
      }));
      const list = schemas["microsoft.graph.directoryObjectCollectionResponse"] as {
        properties: Record<string, Schema>;
      };
      list.properties["value"] = {
        type: "array",
        items: { asWritten: { required: ["id"], allOf: kinds } },
      };
    },
  },
  {
    why: "properties that groups have gained since the description was made",
    edit: ({ schemas }) => {
      const parts = schemas["microsoft.graph.group"]?.["allOf"] as {
        properties?: Record<string, Schema>;
      }[];
      Object.assign(parts.find((part) => part.properties)?.properties ?? {}, {
        resourceBehaviorOptions: { type: "array" },
        resourceProvisioningOptions: { type: "array" },
      });
    },
  },
  {
    why: "properties of a complex type are null in real answers, although the description forgets to say so",
    edit: ({ schemas }) => {
      for (const schema of Object.values(schemas)) letReferencesBeNull(schema);
    },
  },
];

function letReferencesBeNull(schema: Schema): void {
  for (const part of [schema, ...((schema["allOf"] as Schema[] | undefined) ?? [])]) {
    const properties = (part["properties"] ?? {}) as Record<string, Schema>;
    for (const [name, value] of Object.entries(properties)) {
      if (typeof value["$ref"] === "string" && !value["$ref"].includes("ODataErrors")) {
        properties[name] = { anyOf: [value, { type: "null" }] };
      }
    }
  }
}
