import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { badRequest, GraphError, unsupportedQuery } from "./graph-error.ts";
import type { ObjectType } from "./properties.ts";

/** What a request asks of a collection or of one object. */
export interface GraphQuery {
  /** Absent: the properties that come unasked. */
  readonly select?: readonly string[];
  /** Items of a page. */
  readonly top: number;
  readonly filter?: string;
  /** Items that earlier pages held. */
  readonly offset: number;
  /** Whether this is a page after the first. */
  readonly continued: boolean;
  /** Where the page after `offset` items is, an absolute URL. */
  linkTo(offset: number): string;
}

const DEFAULT_TOP = 100;
const MAX_TOP = 999;
/** Properties of a tenant's own making. */
const EXTENSION = /^extension_[0-9a-f]{32}_\w+$/;

/**
 * Reads and checks the query options.
 *
 * A `$skiptoken` works only together with the options that it was issued for: a client that lifts it into
 * another query gets an error instead of somebody else's page.
 *
 * @param options Those that the collection takes, such as `$select`.
 * @param types Whose properties `$select` may name; more than one for members of mixed types.
 */
export function readQuery(
  request: FastifyRequest,
  { options, types }: { options: readonly string[]; types: readonly ObjectType[] },
): GraphQuery {
  const [path = "", raw = ""] = request.url.split("?", 2);
  const query = new URLSearchParams(raw);
  checkOptions(query, options);
  const select = query.get("$select");
  const filter = query.get("$filter");
  const token = query.get("$skiptoken");
  const fingerprint = fingerprintOf(path, query);
  return {
    ...(select === null ? {} : { select: readSelect(select, types) }),
    ...(filter === null ? {} : { filter }),
    top: readTop(query.get("$top")),
    offset: token === null ? 0 : readToken(token, fingerprint),
    continued: token !== null,
    linkTo: (offset) => {
      const kept = raw.split("&").filter((part) => part !== "" && !/^(?:\$|%24)skiptoken=/i.test(part));
      const next = Buffer.from(`${offset}.${fingerprint}`).toString("base64url");
      return `http://${request.headers.host}${path}?${[...kept, `$skiptoken=${next}`].join("&")}`;
    },
  };
}

function checkOptions(query: URLSearchParams, allowed: readonly string[]): void {
  for (const name of query.keys()) {
    if (query.getAll(name).length > 1)
      throw badRequest(`Query option '${name}' was specified more than once.`);
    if (name === "$expand") throw unsupportedQuery("$expand is cut to 20 items and is not served here.");
    if (name === "$skip") throw badRequest("'$skip' is not supported by the service.");
    if (!allowed.includes(name)) throw badRequest(`Unrecognized query argument specified: '${name}'.`);
  }
}

function readSelect(text: string, types: readonly ObjectType[]): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !EXTENSION.test(name) && !types.some(({ known }) => known.has(name)));
  if (unknown === undefined) return names;
  throw new GraphError(
    400,
    "BadRequest",
    `Parsing OData Select and Expand failed: Could not find a property named '${unknown}'.`,
  );
}

function readTop(text: string | null): number {
  if (text === null) return DEFAULT_TOP;
  const top = Number(text);
  if (/^\d+$/.test(text) && top >= 1 && top <= MAX_TOP) return top;
  throw badRequest(`Invalid page size specified: '${text}'. Must be between 1 and ${MAX_TOP} inclusive.`);
}

function readToken(token: string, fingerprint: string): number {
  const [, offset, of] = /^(\d+)\.(\w+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (offset === undefined || of !== fingerprint) throw badRequest("Skip token is invalid for this query.");
  return Number(offset);
}

/** Stands for the path and every option except the token itself. */
function fingerprintOf(path: string, query: URLSearchParams): string {
  const options = [...query].filter(([name]) => name !== "$skiptoken").sort();
  const text = JSON.stringify([path.toLowerCase(), options]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
