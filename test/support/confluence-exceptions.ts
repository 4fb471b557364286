import type { Call, Schema } from "./spec-contract.ts";
import { ANY, addCall, type Exception, everyCall, propertiesOf } from "./spec-edits.ts";

const text: Schema = { type: "string" };

const LINKS: Schema = { type: "object", properties: { self: text } };

/** Properties of the two schemas that stand empty in the description, or hold next to nothing. */
const GROUP: Record<string, Schema> = { type: text, name: text, _links: LINKS };
const PERSON: Record<string, Schema> = {
  ...{ username: text, userKey: text, _links: LINKS, _expandable: ANY },
  status: { type: "string", enum: ["current", "deactivated"] },
};

/** Changes the calls with that path, whatever their method. */
function edit(method: string, path: string, change: (call: Call) => void): Exception["edit"] {
  return everyCall((call) => {
    if (call.method === method && call.path === path) change(call);
  });
}

/** Where Atlassian's own description of Confluence Data Center is wrong, or does not reach. */
export const CONFLUENCE_EXCEPTIONS: readonly Exception[] = [
  {
    why: "the paths of the description begin with /rest, those of other products behind it",
    edit: ({ calls }) => {
      calls.splice(
        0,
        calls.length,
        ...calls.map((call) => ({ ...call, path: call.path.replace(/^\/rest/, "") })),
      );
    },
  },
  {
    why: "a group has no properties in the description, though one is created with its name",
    edit: ({ schemas }) => {
      schemas["Group"] = { type: "object", properties: GROUP };
    },
  },
  {
    why: "the description shows what people and visitors have in common, not what a user has besides",
    edit: (contract) => Object.assign(propertiesOf(contract, "Person"), PERSON),
  },
  {
    why: "the groups of a user are described as people",
    edit: edit("GET", "/api/user/memberof", (call) => {
      const { properties, ...page } = call.responses["200"] as { properties: Record<string, Schema> };
      const results = { type: "array", items: { $ref: "#/components/schemas/Group" } };
      call.responses["200"] = { ...page, properties: { ...properties, results } };
    }),
  },
  {
    why: "the errors of a refusal are a list",
    edit: (contract) => {
      propertiesOf(contract, "ValidationResult")["errors"] = { type: "array" };
    },
  },
  {
    why: "an update that succeeds is described with status 204 and a body, which excludes itself",
    edit: edit("PUT", "/api/admin/user/{username}", (call) => {
      call.responses["204"] = undefined;
    }),
  },
  {
    why: "the access mode, documented elsewhere, was cut out of the file at hand: a text in quotes",
    edit: addCall("GET", "/api/accessmode", { query: [], responses: { 200: text } }),
  },
  {
    why: "all global permissions at once, documented elsewhere, were cut out of the file at hand",
    edit: addCall("GET", "/api/permissions", {
      query: [],
      responses: { 200: { type: "array", items: { $ref: "#/components/schemas/GlobalPermission" } } },
    }),
  },
  {
    why: "a group that has a permission is shown as a group",
    edit: (contract) => Object.assign(propertiesOf(contract, "Subject"), GROUP),
  },
  {
    why: "the description forgets errors that concern every call; what is below Confluence sends its own",
    edit: everyCall((call) => {
      for (const status of ["400", "401", "403", "404", "405", "415", "429", "500", "502", "503", "504"]) {
        call.responses[status] ??= ANY;
      }
    }),
  },
  {
    why: "an address that a version does not have is answered by what is below Confluence",
    edit: everyCall((call) => {
      call.responses["404"] = ANY;
    }),
  },
];
