import type { Call, Schema } from "./spec-contract.ts";
import { ANY, type Exception, everyCall, propertiesOf } from "./spec-edits.ts";

const API = "/api/latest";

/** Changes one call of the description. */
function edit(method: string, path: string, change: (call: Call) => void): Exception["edit"] {
  return everyCall((call) => {
    if (call.method === method && call.path === `${API}${path}`) change(call);
  });
}

/** A page of something, as the description has it for other things. */
function pageOf(item: Schema): Schema {
  const number = { type: "integer" };
  return {
    type: "object",
    properties: {
      ...{ size: number, limit: number, start: number, isLastPage: { type: "boolean" } },
      nextPageStart: { ...number, nullable: true },
      values: { type: "array", items: item },
    },
    required: ["values", "isLastPage"],
  };
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const PAGES = [
  "findUsersInGroup_200_response",
  "getGroups_1_200_response",
  "getGroupsWithAnyPermission_200_response",
];

/** Where Atlassian's own description of Bitbucket Data Center is wrong, or does not reach. */
export const BITBUCKET_EXCEPTIONS: readonly Exception[] = [
  {
    why: "the last page may say that there is no next one by null",
    edit: (contract) => {
      for (const page of PAGES) {
        propertiesOf(contract, page)["nextPageStart"] = { type: "integer", nullable: true };
      }
    },
  },
  {
    why: "the field that an error is about is null when there is none",
    edit: (contract) => {
      propertiesOf(contract, "RestErrorMessage")["context"] = { type: "string", nullable: true };
    },
  },
  {
    why: "links are there, though the description says that they are only written, and does not say what is in them",
    edit: (contract) => {
      for (const user of ["RestDetailedUser", "RestApplicationUser"])
        propertiesOf(contract, user)["links"] = ANY;
    },
  },
  {
    why: "the groups of a user are groups, not users",
    edit: edit("GET", "/admin/users/more-members", (call) => {
      call.responses["200"] = ref("getGroups_1_200_response");
    }),
  },
  {
    why: "the users with a permission are users, not groups",
    edit: edit("GET", "/admin/permissions/users", (call) => {
      const properties = { user: ref("RestApplicationUser"), permission: { type: "string" } };
      call.responses["200"] = pageOf({ type: "object", properties, required: ["user", "permission"] });
    }),
  },
  {
    why: "the description shows a directory instead of a list of them",
    edit: edit("GET", "/admin/user-directories", (call) => {
      call.responses["200"] = { type: "array", items: ref("RestUserDirectory") };
      call.responses["404"] = ANY;
    }),
  },
  {
    why: "what is not there, and a name that is taken, is not described everywhere",
    edit: everyCall((call) => {
      const isList = call.method === "GET" && call.path.endsWith("/more-members");
      if (isList) call.responses["404"] = ref("getAllAccessTokens_401_response");
      if (call.path === `${API}/admin/users/rename`) {
        call.responses["409"] = ref("getAllAccessTokens_401_response");
      }
    }),
  },
  {
    why: "the description forgets what concerns every call: a wrong body, a directory that is read-only, the rate, a fault",
    edit: everyCall((call) => {
      for (const status of ["400", "401", "403", "415", "429", "500", "502", "503", "504"]) {
        call.responses[status] ??= ANY;
      }
    }),
  },
];
