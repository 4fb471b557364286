import type { Call, Contract, Schema } from "./spec-contract.ts";

/** One place where a description is wrong or silent, and what is taken instead. */
export interface Exception {
  readonly why: string;
  readonly edit: (contract: Contract) => void;
}

const ANY: Schema = {};
const TEXT = { schema: { type: "string" }, required: false };
const NUMBER = { schema: { type: "integer" }, required: false };

/** By file. Where a description is silent on an error, any body is accepted for it. */
export const EXCEPTIONS: Record<string, readonly Exception[]> = {
  "graph-v1.0.json": [
    {
      why: "nextLink carries $skiptoken, which the description does not model",
      edit: everyCall((call) => {
        if (call.method === "GET") call.query["$skiptoken"] = TEXT;
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
  ],
  "atlassian-cloud-scim.json": [
    {
      why: "trap 2: the PATCH body's array is called Operations, as RFC 7644 and the vendor's example say",
      edit: ({ schemas }) => {
        const { properties } = schemas["RequestPayloadToPatch"] as { properties: Record<string, Schema> };
        properties["Operations"] = properties["operations"] ?? ANY;
        delete properties["operations"];
      },
    },
    {
      why: "the value of a PATCH operation is described as a dump of a Java class; it may be any JSON",
      edit: ({ schemas }) => {
        schemas["JsonNode"] = ANY;
      },
    },
    {
      why: "meta.resourceType is User or Group in recorded answers, not USER or GROUP",
      edit: ({ schemas }) => {
        const { properties } = schemas["ScimMetadata"] as { properties: Record<string, Schema> };
        properties["resourceType"] = { enum: ["User", "Group"] };
      },
    },
    {
      why: "trap 3: the 400 of PUT Groups is described as a dump of a Java exception",
      edit: everyCall((call) => {
        if ("400" in call.responses) call.responses["400"] = { $ref: "#/components/schemas/ScimError" };
      }),
    },
    {
      why: "any call may be refused for a bad value or throttled; the description forgets some",
      edit: everyCall((call) => {
        for (const status of ["400", "409", "413", "415", "429", "502", "504"])
          call.responses[status] ??= ANY;
      }),
    },
  ],
  "crowd.json": [
    {
      why: "the community file lacks paging, expand and attributes of a search",
      edit: everyCall((call) => {
        if (call.path === "/search") addQuery(call, ["expand"], ["start-index", "max-results"]);
      }),
    },
    {
      why: "the community file lacks the direct members of a group",
      edit: (contract) => {
        addCall("GET", "/group/user/direct", { query: ["groupname", "username", "expand"] })(contract);
        const call = contract.calls.find((one) => one.method === "GET" && one.path === "/group/user/direct");
        if (call !== undefined) addQuery(call, [], ["start-index", "max-results"]);
      },
    },
    {
      why: "the community file lacks the dump of all memberships",
      edit: addCall("GET", "/group/membership", { query: [] }),
    },
    {
      why: "the community file lacks the cookie settings, the usual test of a connection",
      edit: addCall("GET", "/config/cookie", { query: [] }),
    },
    {
      why: "the community file lacks reading attributes",
      edit: addCall("GET", "/user/attribute", { query: ["username", "key"] }),
    },
    {
      why: "the server adds expand and dates to a user, and read-merge-write sends them back",
      edit: ({ schemas }) => {
        const { properties } = schemas["CwdUser"] as { properties: Record<string, Schema> };
        for (const name of ["expand", "created-date", "updated-date"]) properties[name] = ANY;
      },
    },
    {
      why: "older and newer servers write the attributes in two shapes",
      edit: ({ schemas }) => {
        const { properties } = schemas["CwdUser"] as { properties: Record<string, Schema> };
        properties["attributes"] = {
          anyOf: [{ $ref: "#/definitions/CwdAttributes" }, { type: "array" }, { type: "object" }],
        };
      },
    },
    {
      why: "the community file describes no error bodies and forgets most errors",
      edit: everyCall((call) => {
        for (const status of ["400", "401", "403", "404", "409", "429", "500", "502", "503", "504"]) {
          call.responses[status] ??= ANY;
        }
      }),
    },
  ],
};

function everyCall(change: (call: Call) => void): Exception["edit"] {
  return ({ calls }) => calls.forEach(change);
}

function addQuery(call: Call, texts: readonly string[], numbers: readonly string[]): void {
  for (const name of texts) call.query[name] = TEXT;
  for (const name of numbers) call.query[name] = NUMBER;
}

function addCall(
  method: string,
  path: string,
  { query, responses = { 200: ANY } }: { query: readonly string[]; responses?: Call["responses"] },
): Exception["edit"] {
  return ({ calls }) => {
    const call: Call = { method, path, query: {}, responses };
    addQuery(call, query, []);
    calls.push(call);
  };
}

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
