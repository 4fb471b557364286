import { expect, it } from "vitest";
import { describeShared, readShared } from "./shared.ts";
import { openSpec } from "./specs.ts";

describeShared("the vendors' descriptions", () => {
  it.each([
    { file: "groups-list-page.json", path: "/v1.0/groups" },
    { file: "sandbox-users-32.json", path: "/v1.0/users" },
    { file: "group-transitivemembers-mixed.json", path: "/v1.0/groups/1/transitiveMembers" },
    { file: "users-delta-nextlink-page.json", path: "/v1.0/users/delta" },
  ])("accept the real answer $file", ({ file, path }) => {
    const spec = openSpec("graph-v1.0.json");

    spec.assertResponse({ method: "GET", path, status: 200, body: readShared("data", "graph", file) });
  });

  it.each(["error-401-invalidauthenticationtoken.json", "error-429-toomanyrequests.json"])(
    "accept the real error %s",
    (file) => {
      const body = readShared("data", "graph", file);

      openSpec("graph-v1.0.json").assertResponse({ method: "GET", path: "/v1.0/users", status: 429, body });
    },
  );

  it.each(["user-create.json", "user-get-active.json", "user-get-no-active.json"])(
    "accept the recorded exchange %s",
    (file) => {
      const spec = openSpec("atlassian-cloud-scim.json");
      const { request, response } = readShared<Recorded>("data", "cloud-scim", file);

      spec.assertRequest(request);
      spec.assertResponse({ ...request, ...response, status: response.status });
    },
  );

  it.each([
    { wrong: "a path", method: "GET", path: "/v1.0/people", says: "is not in the description" },
    { wrong: "a method", method: "DELETE", path: "/v1.0/users", says: "is not in the description" },
    { wrong: "a parameter", method: "GET", path: "/v1.0/users?$skip=1", says: "$skip is not described" },
    { wrong: "a value", method: "GET", path: "/v1.0/users?$top=all", says: "$top is no whole number" },
    {
      wrong: "a second value",
      method: "GET",
      path: "/v1.0/users?$top=1&$top=2",
      says: "$top is given twice",
    },
    {
      wrong: "the array of a PATCH",
      method: "PATCH",
      path: "/scim/directory/1/Users/2",
      body: { operations: [] },
      says: "additional properties",
    },
    {
      wrong: "a property of a new account",
      method: "POST",
      path: "/crowd/rest/usermanagement/1/user",
      body: { name: "ada", displayName: "Ada" },
      says: "additional properties",
    },
    {
      wrong: "a missing one",
      method: "GET",
      path: "/crowd/rest/usermanagement/1/search",
      says: "entity-type",
    },
  ])("refuse $wrong that they do not know", ({ method, path, body, says }) => {
    const file = path.startsWith("/v1.0")
      ? "graph-v1.0.json"
      : path.startsWith("/scim")
        ? "atlassian-cloud-scim.json"
        : "crowd.json";

    expect(() => openSpec(file).assertRequest({ method, path, body })).toThrow(says);
  });

  it("lets a member of a group have a property called $ref", () => {
    const member = { value: "1", display: "Ada", $ref: "https://api.atlassian.com/scim/directory/1/Users/1" };

    openSpec("atlassian-cloud-scim.json").assertResponse({
      method: "GET",
      path: "/scim/directory/1/Groups/2",
      status: 200,
      body: { id: "2", displayName: "developers", members: [member] },
    });
  });
});

interface Recorded {
  readonly request: { method: string; path: string; body?: unknown };
  readonly response: { status: number; body: unknown };
}
