import { describe, expect, it } from "vitest";
import { foldPages } from "../../../src/source/entra/graph/fold-pages.ts";
import type { Graph } from "../../../src/source/entra/graph/open-graph.ts";
import type { JsonObject } from "../../../src/source/to-person.ts";
import { entraConfig, failureOf, names, read, user } from "../fixtures.ts";
import { page, refusal, scriptedGraph } from "../scripted-graph.ts";

const NEXT = "https://graph.example/v1.0/users?$skiptoken=a";
const neverStopped = new AbortController().signal;

describe("links to the next page", () => {
  it("story 22: a link that was read before ends the read instead of looping for ever", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [
        page([user("ada")], `${url}/v1.0/users?$skiptoken=a`),
        page([user("bob")], `${url}/v1.0/users?$skiptoken=b`),
        page([user("cleo")], `${url}/v1.0/users?$skiptoken=a`),
      ],
    }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error).toMatchObject({ code: "INCOMPLETE_READ" });
    expect(error.message).toContain("came to no end");
  });

  it.each([
    { where: "another host", link: () => "https://graph.example/v1.0/users?$skiptoken=a" },
    { where: "another port", link: () => "http://127.0.0.1:1/v1.0/users?$skiptoken=a" },
    { where: "another scheme", link: (url: string) => `${url.replace("http:", "https:")}/v1.0/users` },
    { where: "another version", link: (url: string) => `${url}/beta/users?$skiptoken=a` },
    { where: "a path that climbs out", link: (url: string) => `${url}/v1.0/../beta/users` },
    { where: "a user name in it", link: (url: string) => `${url.replace("//", "//me:secret@")}/v1.0/users` },
    { where: "no address at all", link: () => "next page" },
    { where: "a path only", link: () => "//graph.example/v1.0/users" },
  ])("does not take the token to $where", async ({ link }) => {
    await using graph = await scriptedGraph((url) => ({ "/users": [page([user("ada")], link(url))] }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error).toMatchObject({ code: "INCOMPLETE_READ" });
    expect(graph.requests).toHaveLength(1);
  });

  it("starts a listing anew when Graph has forgotten where it was", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [
        page([user("gone"), user("ada")], `${url}/v1.0/users?$skiptoken=a`),
        refusal(400, "Directory_ExpiredPageToken"),
        page([user("ada")], `${url}/v1.0/users?$skiptoken=b`),
        page([user("bob")]),
      ],
    }));

    expect(names(await read(entraConfig(graph.url)))).toEqual(["ada", "bob"]);
  });

  it("story 23: a place that Graph has forgotten for good is no end of the list", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [page([user("ada")], `${url}/v1.0/users?$skiptoken=a`), refusal(410, "SyncStateNotFound")],
    }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).not.toBe("BUG");
    expect(error.fix).not.toBe("");
  });

  it("story 23: no token is kept from one run to the next that could be lost: each asks for everything", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [page([user("ada"), user("bob")]), page([user("ada")])],
    }));

    const first = await read(entraConfig(graph.url));
    const second = await read(entraConfig(graph.url));

    expect([names(first), names(second)]).toEqual([["ada", "bob"], ["ada"]]);
    expect(graph.requests.filter(({ url }) => /delta/i.test(String(url)))).toEqual([]);
  });

  it("gives up starting anew after three times", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": Array.from({ length: 4 }, (_, at) => [
        page([user("ada")], `${url}/v1.0/users?$skiptoken=${at}`),
        refusal(400, "Directory_ExpiredPageToken"),
      ]).flat(),
    }));

    const error = await failureOf(read(entraConfig(graph.url)));

    expect(error.code).toBe("INCOMPLETE_READ");
    expect(error.cause).toMatchObject({ status: 400, graphCode: "Directory_ExpiredPageToken" });
  });

  it("does not start anew for any other refusal", async () => {
    await using graph = await scriptedGraph((url) => ({
      "/users": [page([user("ada")], `${url}/v1.0/users?$skiptoken=a`), refusal(400, "Request_BadRequest")],
    }));

    expect((await failureOf(read(entraConfig(graph.url)))).code).toBe("INCOMPLETE_READ");
  });

  it("asks for the next page before it looks at the items of the one at hand", async () => {
    const order: string[] = [];
    const graph: Graph = {
      get: async ({ link }) => {
        order.push(`get ${link}`);
        return link === "/users"
          ? { value: [{ id: "ada" }], "@odata.nextLink": NEXT }
          : { value: [{ id: "bob" }] };
      },
      close: async () => undefined,
    };
    const add = (_: unknown, item: JsonObject) => order.push(`add ${item["id"]}`);

    await foldPages(graph, { link: "/users", what: "users", begin: () => 0, add }, neverStopped);

    expect(order).toEqual(["get /users", `get ${NEXT}`, "add ada", "add bob"]);
  });

  it("says what is wrong with a page before what is wrong with the next, which it gives up", async () => {
    let given: AbortSignal | undefined;
    const graph: Graph = {
      get: async ({ link, signal }) => {
        if (link === "/users") return { value: [{}], "@odata.nextLink": NEXT };
        given = signal;
        throw new Error("the next page fails too");
      },
      close: async () => undefined,
    };
    const add = () => {
      throw new Error("no such item");
    };

    const folded = foldPages(graph, { link: "/users", what: "users", begin: () => 0, add }, neverStopped);

    await expect(folded).rejects.toThrow("no such item");
    expect(given?.aborted).toBe(true);
  });
});
