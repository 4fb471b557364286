import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { UsersyncError } from "../../src/errors.ts";
import { HttpError } from "../../src/http/http-error.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import { clientOn, TOKEN } from "./client-on.ts";

const html = { "content-type": "text/html; charset=utf-8" };

describe("request", () => {
  it("sends JSON with the credentials and reads JSON", async () => {
    await using server = await startScripted([{ status: 201, body: { id: "1" } }]);
    const { client, signal } = clientOn({ url: `${server.url}/crowd` });

    const body = { name: "Zoë" };
    const answer = await client.request({ method: "POST", path: "/users", body, signal });

    expect(answer).toMatchObject({ status: 201, body: { id: "1" } });
    expect(server.requests).toMatchObject([
      {
        method: "POST",
        url: "/crowd/users",
        body: '{"name":"Zoë"}',
        headers: {
          authorization: `Bearer ${TOKEN}`,
          "content-type": "application/json",
          accept: "application/json",
          "accept-language": "en",
          "user-agent": "usersync",
          "x-atlassian-token": "no-check",
        },
      },
    ]);
  });

  it("writes the query so that every server reads it", async () => {
    await using server = await startScripted([{ body: {} }]);
    const { client, signal } = clientOn(server);

    const query = { filter: 'userName eq "a+b & ü"', expand: ["user", "attributes"], max: 100 };
    await client.request({ method: "GET", path: "/Users", query, signal });

    expect(server.requests[0]?.url).toBe(
      "/Users?filter=userName%20eq%20%22a%2Bb%20%26%20%C3%BC%22&expand=user&expand=attributes&max=100",
    );
  });

  it("takes an empty body as the answer to a write", async () => {
    await using server = await startScripted([{ status: 204 }, { status: 200 }]);
    const { client, signal } = clientOn(server);

    await expect(client.request({ method: "PUT", path: "/a", body: {}, signal })).resolves.toMatchObject({
      status: 204,
      body: undefined,
    });
    await expect(client.request({ method: "DELETE", path: "/a", signal })).resolves.toMatchObject({
      status: 200,
    });
  });

  it("gives the text of XML where that was asked for", async () => {
    const headers = { "content-type": "application/xml;charset=UTF-8" };
    await using server = await startScripted([{ body: "<memberships/>", headers }]);
    const { client, signal } = clientOn(server);

    const answer = await client.request({ method: "GET", path: "/m", accept: "xml", signal });

    expect(answer.body).toBe("<memberships/>");
    expect(server.requests[0]?.headers.accept).toBe("application/xml");
  });

  it("reads a packed body, and one that begins with a byte order mark", async () => {
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    await using server = await startScripted([
      { headers, body: gzipSync('{"name":"Zoë"}') },
      { headers: { "content-type": "application/json" }, body: '\ufeff{"name":"Zoë"}' },
    ]);
    const { client, signal } = clientOn(server);

    const packed = await client.request({ method: "GET", path: "/a", signal });
    const marked = await client.request({ method: "GET", path: "/a", signal });

    expect([packed.body, marked.body]).toEqual([{ name: "Zoë" }, { name: "Zoë" }]);
    expect(server.requests[0]?.headers["accept-encoding"]).toBe("gzip");
  });

  it("counts what it sends, repeated requests too", async () => {
    await using server = await startScripted([{ status: 503 }, { body: {} }, { body: {} }]);
    const { client, signal } = clientOn(server);

    await client.request({ method: "GET", path: "/a", signal });
    await client.request({ method: "GET", path: "/a", signal });

    expect(client.sent).toBe(3);
  });

  it("refuses credentials that no header can hold, without quoting them", () => {
    const open = () => clientOn({ url: "http://127.0.0.1:1" }, { authorization: `Bearer ${TOKEN}\n` });

    expect(open).toThrow(UsersyncError);
    expect(open).toThrow(/hold a character that cannot be sent/);
    expect(open).not.toThrow(new RegExp(TOKEN));
  });
});

describe("an answer that is no success", () => {
  const json = (status: number, body: unknown): Script => ({ status, body });

  it.each<{ situation: string; answer: Script; code: string; why: RegExp }>([
    {
      situation: "400 with a SCIM error",
      answer: json(400, { detail: "bad mail" }),
      code: "REFUSED",
      why: /bad mail/,
    },
    {
      situation: "400 of Crowd",
      answer: json(400, { reason: "X", message: "no" }),
      code: "REFUSED",
      why: /: no$/,
    },
    {
      situation: "400 of Jira",
      answer: json(400, { errorMessages: [], errors: [{ message: "m" }] }),
      code: "REFUSED",
      why: /: m$/,
    },
    {
      situation: "400 of Jira about fields",
      answer: json(400, { errorMessages: [], errors: { name: "taken", emailAddress: "no address" } }),
      code: "REFUSED",
      why: /: taken; no address$/,
    },
    { situation: "400 without a word", answer: json(400, {}), code: "REFUSED", why: /no reason/ },
    {
      situation: "401",
      answer: json(401, { error: "Unauthorized" }),
      code: "SIGN_IN_FAILED",
      why: /Unauthorized/,
    },
    {
      situation: "401 as a page",
      answer: { status: 401, headers: html, body: "<html>" },
      code: "SIGN_IN_FAILED",
      why: /does not accept/,
    },
    {
      situation: "401 as text",
      answer: {
        status: 401,
        headers: { "content-type": "text/plain" },
        body: "Application failed to authenticate",
      },
      code: "SIGN_IN_FAILED",
      why: /failed to authenticate/,
    },
    { situation: "403", answer: json(403, { error: "No" }), code: "PERMISSION_MISSING", why: /No/ },
    { situation: "404", answer: json(404, { detail: "gone" }), code: "NOT_FOUND", why: /gone/ },
    {
      situation: "404 as a page",
      answer: { status: 404, headers: html, body: "<html>" },
      code: "UNEXPECTED_ANSWER",
      why: /HTML page.*does not know the address/,
    },
    {
      situation: "407 of a proxy",
      answer: { status: 407, headers: html, body: "<html>" },
      code: "NETWORK",
      why: /proxy/,
    },
    { situation: "409", answer: json(409, { detail: "exists" }), code: "CONFLICT", why: /exists/ },
    { situation: "501", answer: json(501, {}), code: "NETWORK", why: /fault/ },
    {
      situation: "a login page with 200",
      answer: { headers: html, body: "<!doctype html>" },
      code: "UNEXPECTED_ANSWER",
      why: /HTML page.*login page/,
    },
    {
      situation: "XML instead of JSON",
      answer: { headers: { "content-type": "application/xml" }, body: "<a/>" },
      code: "UNEXPECTED_ANSWER",
      why: /That is application\/xml/,
    },
    {
      situation: "no content type",
      answer: { body: "{}" },
      code: "UNEXPECTED_ANSWER",
      why: /without a content type/,
    },
    {
      situation: "a small body that unpacks to more than the cap",
      answer: {
        headers: { "content-type": "application/json", "content-encoding": "gzip" },
        body: gzipSync(JSON.stringify({ text: "x".repeat(100_000) })),
      },
      code: "UNEXPECTED_ANSWER",
      why: /not read/,
    },
    {
      situation: "a body over the cap",
      answer: json(200, { text: "x".repeat(5000) }),
      code: "UNEXPECTED_ANSWER",
      why: /not read/,
    },
  ])("$situation is $code", async ({ answer, code, why }) => {
    await using server = await startScripted(() => answer);
    const { client, signal } = clientOn(server, { connection: { maxResponseSize: 4000 } });

    const error = await failureOf(client.request({ method: "GET", path: "/Users", signal }));

    expect(error).toMatchObject({ code, why: expect.stringMatching(why) });
    expect(error.fix).not.toBe("");
    expect(error.message).toMatch(/^cloud: /);
  });

  it("holds status and body for the target's decisions", async () => {
    await using server = await startScripted([{ status: 409, body: { scimType: "uniqueness" } }]);
    const { client, signal } = clientOn(server);

    const error = await failureOf(client.request({ method: "POST", path: "/Users", body: {}, signal }));

    expect(error).toMatchObject({ status: 409, body: { scimType: "uniqueness" }, ambiguous: false });
  });

  it("follows no redirect and names where it led", async () => {
    await using elsewhere = await startScripted([{ body: {} }]);
    const location = `${elsewhere.url}/login?secret=1`;
    await using server = await startScripted([{ status: 302, headers: { location } }]);
    const { client, signal } = clientOn(server);

    const error = await failureOf(client.request({ method: "GET", path: "/Users", signal }));

    expect(error).toMatchObject({ code: "UNEXPECTED_ANSWER", why: expect.stringContaining(elsewhere.url) });
    expect(error.fix).toContain("`url`");
    expect(error.why).not.toContain("secret");
    expect(elsewhere.requests).toEqual([]);
  });

  it("shows what the server says without control characters, and not all of a long text", async () => {
    const detail = `\u001b[31mred\u0007\nline ${"x".repeat(1000)}`;
    await using server = await startScripted([{ status: 400, body: { detail } }]);
    const { client, signal } = clientOn(server);

    const { why } = await failureOf(client.request({ method: "GET", path: "/", signal }));

    expect(why).toMatch(/^The server says: \[31mred line x+…$/);
    expect(why.length).toBe("The server says: ".length + 300);
  });

  it("refuses every request after a 401 without sending it", async () => {
    await using server = await startScripted([{ status: 401, body: {} }]);
    const { client, signal } = clientOn(server, { connection: { concurrency: 1 } });

    const both = [1, 2, 3].map(() => failureOf(client.request({ method: "GET", path: "/a", signal })));

    expect((await Promise.all(both)).map(({ code }) => code)).toEqual(Array(3).fill("SIGN_IN_FAILED"));
    expect((await failureOf(client.request({ method: "GET", path: "/b", signal }))).code).toBe(
      "SIGN_IN_FAILED",
    );
    expect(server.requests).toHaveLength(1);
  });

  it("never sends a request to another server, whatever its path", async () => {
    await using server = await startScripted([]);
    const { client, signal } = clientOn(server);

    await expect(client.request({ method: "GET", path: "@evil.example/", signal })).rejects.toThrow();
    expect(server.requests).toEqual([]);
  });
});

describe("story 41: a token printed to logs", () => {
  const answers: readonly Script[] = [
    { status: 400, body: { detail: `bad header Bearer ${TOKEN}` } },
    { status: 401, body: { error: `token ${TOKEN} is unknown` } },
    { status: 302, headers: { location: `https://login.example/?token=${TOKEN}` } },
    { status: 500, headers: { "content-type": "text/plain" }, body: TOKEN },
    { headers: html, body: `<p>${TOKEN}</p>` },
    { headers: { "content-type": `text/${TOKEN}` }, body: "x" },
    "reset",
    "cut",
  ];

  it.each(answers.map((answer, index) => ({ answer, index })))("answer $index", async ({ answer }) => {
    await using server = await startScripted(() => answer);
    const { client, log, signal } = clientOn(server);

    const query = { filter: TOKEN };
    const error = await failureOf(client.request({ method: "GET", path: "/Users", query, signal }));

    const printed = [
      error.message,
      error.why,
      error.fix,
      String(error.stack),
      inspect(error),
      inspect(log.lines),
    ];
    expect(printed.join("\n")).not.toContain(TOKEN);
    expect(log.lines.length).toBeGreaterThan(0);
  });
});

describe("the log", () => {
  it("has a line for each attempt, with neither query values nor bodies", async () => {
    await using server = await startScripted([{ status: 503 }, { body: { userName: "ada" } }]);
    const { client, log, signal } = clientOn(server);

    await client.request({ method: "GET", path: "/Users", query: { filter: "ada" }, signal });

    const fields = { target: "cloud", method: "GET", path: "/Users", milliseconds: 0 };
    expect(log.lines).toEqual([
      { message: "request", fields: { ...fields, attempt: 1, status: 503 } },
      { message: "request", fields: { ...fields, attempt: 2, status: 200 } },
    ]);
  });
});

async function failureOf(request: Promise<unknown>): Promise<HttpError> {
  const error = await request.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HttpError);
  return error as HttpError;
}
