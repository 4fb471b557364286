import type { Contract, Schema } from "./spec-contract.ts";
import { ANY, addCall, addQuery, type Exception, everyCall, propertiesOf } from "./spec-edits.ts";

const API = "/api/2";

/** Changes one call of the description. */
function edit(
  method: string,
  path: string,
  change: (call: Contract["calls"][number]) => void,
): Exception["edit"] {
  return everyCall((call) => {
    if (call.method === method && call.path === `${API}${path}`) change(call);
  });
}

function listOf(schema: string): Schema {
  return { type: "array", items: { $ref: `#/components/schemas/${schema}` } };
}

/** A page of users with their number. */
const MEMBER_PAGE: Schema = {
  type: "object",
  properties: {
    ...{ self: { type: "string" }, nextPage: { type: "string" } },
    ...{ maxResults: { type: "integer" }, startAt: { type: "integer" }, total: { type: "integer" } },
    isLast: { type: "boolean" },
    values: listOf("UserJsonBean"),
  },
  required: ["values", "total", "isLast", "startAt", "maxResults"],
};

const LEAD = { anyOf: [{ $ref: "#/components/schemas/UserJsonBean" }] };

/** As the documentation of Jira's API shows a project, as far as usersync looks at it. */
const PROJECT: Schema = {
  type: "object",
  properties: {
    ...{ expand: ANY, self: { type: "string" }, id: { type: "string" }, key: { type: "string" } },
    ...{ name: { type: "string" }, projectTypeKey: ANY, archived: ANY, lead: LEAD },
  },
  required: ["id", "key", "name"],
};

const COMPONENT: Schema = {
  type: "object",
  properties: {
    ...{ self: { type: "string" }, id: { type: "string" }, name: { type: "string" }, lead: LEAD },
    ...{ project: { type: "string" }, projectId: { type: "integer" }, archived: ANY },
    ...{ assigneeType: ANY, isAssigneeTypeValid: ANY },
  },
  required: ["id", "name"],
};

const withBody =
  (method: string, path: string, body: Schema, answer: Schema): Exception["edit"] =>
  (contract) => {
    addCall(method, path, { query: [], responses: { 200: answer } })(contract);
    const call = contract.calls.at(-1);
    if (call !== undefined) call.body = body;
  };

const text: Schema = { type: "string" };
const body = (...keys: readonly string[]): Schema => ({
  type: "object",
  properties: Object.fromEntries(keys.map((key) => [key, text])),
});

/** Where Atlassian's own description of Jira Data Center is wrong, or does not reach. */
export const JIRA_EXCEPTIONS: readonly Exception[] = [
  {
    why: "the description calls the name of the group a part of the path, and shows a member instead of the page",
    edit: edit("GET", "/group/member", (call) => {
      addQuery(call, ["groupname"], []);
      call.responses["200"] = MEMBER_PAGE;
    }),
  },
  {
    why: "the description shows a user instead of a list of them",
    edit: edit("GET", "/user/search", (call) => {
      call.responses["200"] = listOf("UserBean");
    }),
  },
  {
    why: "the description shows an application instead of a list of them",
    edit: edit("GET", "/applicationrole", (call) => {
      call.responses["200"] = listOf("ApplicationRoleBean");
    }),
  },
  {
    why: "a user is given with groups when asked for them, which the description of the call forgets",
    edit: edit("GET", "/user", (call) => addQuery(call, ["expand"], [])),
  },
  {
    why: "the description forgets the very point of a permission, though its example has it",
    edit: (contract) => {
      propertiesOf(contract, "PermissionJsonBean")["havePermission"] = { type: "boolean" };
      // The validation looks at no `additionalProperties` of its own accord.
      const permission = { $ref: "#/definitions/PermissionJsonBean" };
      propertiesOf(contract, "PermissionsJsonBean")["permissions"] = {
        asWritten: { type: "object", additionalProperties: permission },
      };
    },
  },
  {
    why: "the groups of a user are a list, of which the description gives the length only",
    edit: (contract) => {
      const group = { type: "object", properties: { name: text, self: text } };
      propertiesOf(contract, "SimpleListWrapperGroupJsonBean")["items"] = { type: "array", items: group };
    },
  },
  {
    why: "lists within a group are written with dashes, and the group says what can be expanded",
    edit: (contract) => {
      const list = propertiesOf(contract, "PagedListWrapperUserJsonBeanApplicationUser");
      for (const name of ["max-results", "start-index", "end-index"]) list[name] = { type: "integer" };
      propertiesOf(contract, "GroupBean")["expand"] = text;
    },
  },
  {
    why: "projects and components were cut out of the file at hand; who leads them is read and written",
    edit: (contract) => {
      addCall("GET", `${API}/project`, {
        query: ["expand"],
        responses: { 200: { type: "array", items: PROJECT } },
      })(contract);
      addCall("GET", `${API}/project/{id}`, { query: [], responses: { 200: PROJECT } })(contract);
      addCall("GET", `${API}/project/{id}/components`, {
        query: [],
        responses: { 200: { type: "array", items: COMPONENT } },
      })(contract);
      addCall("GET", `${API}/component/{id}`, { query: [], responses: { 200: COMPONENT } })(contract);
      withBody("PUT", `${API}/project/{id}`, body("lead"), PROJECT)(contract);
      withBody("PUT", `${API}/component/{id}`, body("leadUserName"), COMPONENT)(contract);
    },
  },
  {
    why: "the description has no bodies of errors, and forgets those that concern every call",
    edit: everyCall((call) => {
      for (const status of ["400", "401", "403", "404", "415", "429", "500", "502", "503", "504"]) {
        call.responses[status] ??= ANY;
      }
    }),
  },
];
