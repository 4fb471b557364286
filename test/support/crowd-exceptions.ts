import { ANY, addCall, addQuery, type Exception, everyCall, propertiesOf } from "./spec-edits.ts";

/** Where the description of Crowd, which others wrote, is wrong or silent. */
export const CROWD_EXCEPTIONS: readonly Exception[] = [
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
    why: "the community file lacks groups inside groups",
    edit: (contract) => {
      const path = "/group/child-group/direct";
      const body = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
      addCall("GET", path, { query: ["groupname", "child-groupname", "expand"] })(contract);
      addCall("POST", path, { query: ["groupname"], body, responses: { 201: ANY } })(contract);
      addCall("DELETE", path, { query: ["groupname", "child-groupname"], responses: { 204: ANY } })(contract);
      const call = contract.calls.find((one) => one.method === "GET" && one.path === path);
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
    edit: (contract) => {
      const properties = propertiesOf(contract, "CwdUser");
      for (const name of ["expand", "created-date", "updated-date"]) properties[name] = ANY;
    },
  },
  {
    why: "older and newer servers write the attributes in two shapes",
    edit: (contract) => {
      const properties = propertiesOf(contract, "CwdUser");
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
];
