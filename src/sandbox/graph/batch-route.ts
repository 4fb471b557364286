import type { FastifyInstance, FastifyRequest } from "fastify";
import { asBatched } from "../faults.ts";
import { badRequest, GraphError } from "./graph-error.ts";

const MOST_ITEMS = 20;
const PROPERTIES: ReadonlySet<string> = new Set(["id", "method", "url", "headers", "body"]);
export const BATCH_PATH = "/v1.0/$batch";

interface Item {
  readonly id: string;
  readonly method: "GET";
  /** Below the API version, without a slash in front. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * `$batch`: every request in it takes the way of one that comes alone, with the caller's token, and is answered,
 * refused or spoiled by itself.
 */
export function addBatchRoute(app: FastifyInstance): void {
  app.post(BATCH_PATH, async (request, reply) => {
    const items = readItems(request);
    const answers = await Promise.all(items.map((item) => answer(app, item, request)));
    // The real service gives them in any order.
    return reply
      .type("application/json")
      .header("request-id", request.id)
      .send(`{"responses":[${answers.reverse().join(",")}]}`);
  });
}

function readItems({ headers, body }: FastifyRequest): readonly Item[] {
  if (!/^application\/json\b/i.test(headers["content-type"] ?? "")) {
    throw new GraphError(415, "UnsupportedMediaType", "A batch has to be application/json.");
  }
  const requests: unknown = isRecord(body) ? body["requests"] : undefined;
  if (!Array.isArray(requests) || requests.length === 0) throw badRequest("'requests' is not a filled list.");
  if (requests.length > MOST_ITEMS) throw badRequest(`A batch holds at most ${MOST_ITEMS} requests.`);
  const items = requests.map(readItem);
  const ids = new Set(items.map(({ id }) => id.toLowerCase()));
  if (ids.size < items.length) throw badRequest("The ids of the requests in a batch have to differ.");
  return items;
}

function readItem(item: unknown): Item {
  if (!isRecord(item)) throw badRequest("A request in a batch is no object.");
  const { id, method, url, headers = {} } = item;
  const unknown = Object.keys(item).find((name) => !PROPERTIES.has(name));
  if (unknown !== undefined) throw badRequest(`'${unknown}' is not served in a batch.`);
  if (typeof id !== "string" || id === "") throw badRequest("A request in a batch has no id.");
  if (method !== "GET") throw badRequest(`The request '${id}' has a method that is not served in a batch.`);
  if (typeof url !== "string" || !isRelative(url)) throw badRequest(`The url of '${id}' is not relative.`);
  if (!isRecord(headers)) throw badRequest(`The headers of '${id}' are no object.`);
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { id, method, path: url.replace(/^\//, ""), headers: Object.fromEntries(named) };
}

function isRelative(url: string): boolean {
  return !/^(?:[a-z][\w+.-]*:|\/\/)/i.test(url) && !/^\/?\$batch/i.test(url);
}

/** One answer, as JSON. */
async function answer(app: FastifyInstance, item: Item, { headers }: FastifyRequest): Promise<string> {
  const { host = "", authorization = "" } = headers;
  const { id, method, path } = item;
  const given = await asBatched(() =>
    app.inject({ method, url: `/v1.0/${path}`, headers: { ...item.headers, host, authorization } }),
  );
  const shown = ["content-type", "retry-after", "request-id"].flatMap((name) => {
    const value = given.headers[name];
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  const start = JSON.stringify({ id, status: given.statusCode, headers: Object.fromEntries(shown) });
  if (given.payload === "") return start;
  const isJson = String(given.headers["content-type"]).includes("json");
  const body = isJson ? given.payload : JSON.stringify(given.rawPayload.toString("base64"));
  return `${start.slice(0, -1)},"body":${body}}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
