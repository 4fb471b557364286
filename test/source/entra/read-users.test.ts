import { describe, expect, it } from "vitest";
import { entraConfig, entraSource, failureOf, names, read, user, userId } from "../fixtures.ts";
import { page, scriptedGraph } from "../scripted-graph.ts";

describe("reading everybody", () => {
  it("asks for exactly the properties in use, in the largest pages, and keeps only those", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada", { jobTitle: "Countess", department: null })])],
    }));

    const snapshot = await read(entraConfig(graph.url), { properties: ["mail", "department"] });

    expect(graph.sent()).toEqual([
      "/users?$select=id,userPrincipalName,accountEnabled,userType,mail,department&$top=999",
    ]);
    expect(snapshot).toEqual({
      people: [
        {
          id: userId("ada"),
          enabled: true,
          guest: false,
          properties: { userPrincipalName: "ada@example.com", mail: "ada@example.com", department: null },
        },
      ],
      covers: "everyone",
      groups: [],
      notes: [],
    });
  });

  it("sends the token, a language that Graph accepts, and asks for JSON", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [page([])] }));

    await read(entraConfig(graph.url));

    expect(graph.requests[0]?.headers).toMatchObject({
      authorization: "Bearer canary-token",
      "accept-language": "en-US",
      accept: "application/json",
    });
  });

  it.each([
    { said: true, enabled: true },
    { said: false, enabled: false },
    { said: null, enabled: null },
    { said: undefined, enabled: null },
    { said: "true", enabled: null },
  ])("takes accountEnabled $said for $enabled", async ({ said, enabled }) => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada", { accountEnabled: said })])],
    }));

    const { people } = await read(entraConfig(graph.url));

    expect(people[0]?.enabled).toBe(enabled);
  });

  it("returns guests, marked as such", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada"), user("eve", { userType: "Guest" }), user("old", { userType: null })])],
    }));

    const { people } = await read(entraConfig(graph.url));

    expect(people.map(({ guest }) => guest)).toEqual([false, true, false]);
  });

  it("passes the filter on, encoded, and then covers a selection only", async () => {
    const filter = "department eq 'R&D' and startsWith(displayName,'C# +')";
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada")])] }));

    const snapshot = await read(entraConfig(graph.url, { users: { filter } }));

    expect(new URL(graph.requests[0]?.url ?? "", graph.url).searchParams.get("$filter")).toBe(filter);
    expect(snapshot.covers).toBe("selection");
  });

  it("reads page after page, empty ones too, and says how far it is", async () => {
    const counts: number[] = [];
    await using graph = await scriptedGraph((url) => ({
      "/users": [
        page([user("ada"), user("bob")], `${url}/v1.0/users?$skiptoken=a`),
        page([], `${url}/v1.0/users?$skiptoken=b`),
        page([user("cleo")], `${url}/v1.0/users?$skiptoken=c`),
        page([]),
      ],
    }));

    const snapshot = await entraSource(entraConfig(graph.url)).read({
      signal: new AbortController().signal,
      onRead: ({ count }) => counts.push(count),
    });

    expect(names(snapshot)).toEqual(["ada", "bob", "cleo"]);
    expect(counts).toEqual([2, 2, 3, 3]);
  });

  it("sends a nextLink exactly as it came, odd characters included", async () => {
    const link = "/v1.0/users?$skiptoken=X%2744537074%27&$top=999&$filter=issuer%20eq%20%27https://x%27";
    await using graph = await scriptedGraph((url) => ({
      "/users": [page([user("ada")], `${url}${link}`), page([user("bob")])],
    }));

    await read(entraConfig(graph.url));

    expect(graph.requests[1]?.url).toBe(link);
  });

  it("story 21: a user that comes on two pages counts once, as last seen", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [
        page([user("ada", { mail: "old@example.com" }), user("bob")], `${url}/v1.0/users?$skiptoken=2`),
        page([user("ada", { mail: "new@example.com" })]),
      ],
    }));

    const { people } = await read(entraConfig(graph.url));

    expect(people.map(({ properties }) => properties["mail"])).toEqual([
      "new@example.com",
      "bob@example.com",
    ]);
  });

  it("returns an empty answer as it is: whether that can be true is decided where accounts are known", async () => {
    await using graph = await scriptedGraph(() => ({ "/users": [page([])] }));

    expect(await read(entraConfig(graph.url))).toMatchObject({ people: [], covers: "everyone" });
  });
});

describe("users that cannot be believed", () => {
  it.each([
    { what: "all properties but the id are null", blank: { userPrincipalName: null, accountEnabled: null } },
    { what: "the name is absent", blank: { userPrincipalName: undefined } },
    { what: "the id is null", blank: { id: null } },
    { what: "the id is no GUID", blank: { id: "7" } },
  ])("stops with PERMISSION_MISSING when $what", async ({ blank }) => {
    await using graph = await scriptedGraph(() => ({ "/users": [page([user("ada"), user("bob", blank)])] }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("PERMISSION_MISSING");
    expect(error.fix).toContain("User.Read.All");
  });

  it.each([
    { what: "no value", body: {} },
    { what: "a value that is no list", body: { value: { id: 1 } } },
    { what: "a list of texts", body: { value: ["ada"] } },
    { what: "a nextLink that is no text", body: { value: [], "@odata.nextLink": 7 } },
    { what: "an empty nextLink", body: { value: [], "@odata.nextLink": "" } },
    { what: "a list instead of an object", body: [] },
  ])("stops with INCOMPLETE_READ on a page with $what", async ({ body }) => {
    await using graph = await scriptedGraph(() => ({ "/users": [{ body }] }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.cause).toMatchObject({ code: "UNEXPECTED_ANSWER" });
  });
});
