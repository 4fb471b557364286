import type { ErrorCode, Explanation } from "../errors.ts";
import { type Entrance, noSuchServer } from "./entrance.ts";
import { HttpError } from "./http-error.ts";
import type { Patience } from "./patience.ts";
import { type ReadAnswer, serverText } from "./read-body.ts";

export interface OutcomeContext {
  /** The target's name in the config. */
  readonly name: string;
  readonly origin: string;
  readonly baseUrl: string;
  readonly method: string;
  readonly path: string;
  /** Times that the request was sent. */
  readonly attempts: number;
  readonly ambiguous: boolean;
  readonly fixes: { readonly signIn: string; readonly permission: string };
  readonly explain?: ExplainRefusal;
  readonly entrance?: Entrance;
  /** Texts that must not come out. */
  readonly secrets: readonly string[];
  readonly patience: Patience;
  /** In milliseconds. */
  readonly timeout: number;
  readonly maxResponseSize: number;
}

export const CHECK_URL =
  "Check `url` of this target in the config, and which proxy HTTPS_PROXY and NO_PROXY name for it.";

const CHECK_PATH =
  "Check `url` of this target in the config. If it is right, this version of the server lacks the call, or something in front of it lets it through to nobody.";

/** The error for a request that got an answer, though not the one that was hoped for. */
export function explainAnswer(context: OutcomeContext, answer: ReadAnswer): HttpError {
  const { name, method, path, ambiguous } = context;
  const { status, body } = answer;
  const { entrance } = context;
  if (status === 404 && path === entrance?.path) {
    return new HttpError("UNEXPECTED_ANSWER", noSuchServer(context, entrance), { status, body, ambiguous });
  }
  const { code, why, fix } = accountOf(context, answer);
  const said = isPage(answer) ? "" : serverText(body, context.secrets);
  const times =
    status >= 500 && context.attempts > 1 ? ` The request was sent ${context.attempts} times.` : "";
  return new HttpError(
    code,
    {
      what: `${name}: ${method} ${path} was answered with ${status}.`,
      why: `${said === "" ? why : `The server says: ${said}`}${times}`,
      fix,
    },
    { status, body, ambiguous },
  );
}

/** The error for a server that wants to be left alone for longer than there is patience, or again and again. */
export function explainRateLimit(context: OutcomeContext, wait: number): HttpError {
  const { maxWait, of } = context.patience;
  const allows = of === "check" ? "a check allows" : "`maxWaitSeconds` allows";
  return new HttpError(
    "RATE_LIMITED",
    {
      what: `${context.name}: ${context.origin} takes no more requests for the next ${Math.ceil(wait / 1000)} s.`,
      why: `That is what it asks for, and ${allows} ${maxWait / 1000} s. What was done so far stays done.`,
      fix: "Run again after that time: it goes on where this run stopped. Or lower `requestsPerSecond` of this target, or raise its `maxWaitSeconds`.",
    },
    { ambiguous: context.ambiguous },
  );
}

export type RefusalAccount = { readonly code: ErrorCode } & Pick<Explanation, "why" | "fix">;

/**
 * What a refusal means where a server says more than its status; `undefined` for the usual meaning. What the
 * server says in words stands in the error all the same.
 */
export type ExplainRefusal = (
  answer: Pick<ReadAnswer, "status" | "headers" | "body">,
) => RefusalAccount | undefined;

const SERVER_FAULT: RefusalAccount = {
  code: "NETWORK",
  why: "The server has a fault.",
  fix: "Try again later. If it stays, look at the status page or the log of that server.",
};

const REFUSED: RefusalAccount = {
  code: "REFUSED",
  why: "The server gives no reason.",
  fix: "Correct the value in Entra or in `mapping`, or leave this one out with `protect`.",
};

function accountOf(context: OutcomeContext, answer: ReadAnswer): RefusalAccount {
  const { fixes, explain } = context;
  const { status } = answer;
  const own = explain?.(answer);
  if (own !== undefined) return own;
  if (status >= 500) return SERVER_FAULT;
  if (status >= 300 && status < 400) return redirected(context, answer);
  if (isPage(answer)) return answeredByPage(answer);
  return refusals(fixes)[status] ?? REFUSED;
}

function answeredByPage(answer: ReadAnswer): RefusalAccount {
  const page = `That is ${kindOfPage(answer)}, not the API:`;
  const code = "UNEXPECTED_ANSWER";
  return answer.status === 404
    ? { code, why: `${page} this server does not know the address.`, fix: CHECK_PATH }
    : { code, why: `${page} a login page, or a proxy that answers for it.`, fix: CHECK_URL };
}

function refusals(fixes: OutcomeContext["fixes"]): Readonly<Partial<Record<number, RefusalAccount>>> {
  return {
    401: { code: "SIGN_IN_FAILED", why: "The server does not accept the credentials.", fix: fixes.signIn },
    403: {
      code: "PERMISSION_MISSING",
      why: "The credentials are known, but may not do this.",
      fix: fixes.permission,
    },
    404: {
      code: "NOT_FOUND",
      why: "It does not exist there (any more).",
      fix: "A run reads anew what is there, so run again. If everything is answered so, check `url` of this target.",
    },
    407: {
      code: "NETWORK",
      why: "The proxy wants a name and a password.",
      fix: "Put them into HTTPS_PROXY: http://name:password@proxy.example.com:8080.",
    },
    409: {
      code: "CONFLICT",
      why: "Something of that name exists already.",
      fix: "Look in the directory for what is in the way, then rename or remove one of the two.",
    },
    429: {
      code: "RATE_LIMITED",
      why: "The server had too many requests.",
      fix: "Lower `concurrency` or `requestsPerSecond` of this target.",
    },
  };
}

/** A sign-in that fails may well be answered with a page, so 401, 403 and 407 count whatever they bring. */
function isPage({ status, asAsked, headers }: ReadAnswer): boolean {
  if (status === 401 || status === 403 || status === 407 || asAsked) return false;
  return status < 300 || !(headers["content-type"] ?? "").includes("text/plain");
}

function redirected({ origin, entrance }: OutcomeContext, { headers }: ReadAnswer): RefusalAccount {
  const place = placeOf(headers["location"] ?? "", origin);
  if (place === undefined) {
    return {
      code: "UNEXPECTED_ANSWER",
      why: "That is a redirect that leads nowhere, so it comes from something other than the API, such as a proxy.",
      fix: CHECK_URL,
    };
  }
  if (place === origin) {
    return {
      code: "UNEXPECTED_ANSWER",
      why: "It redirects to another page of the same server, such as its login page.",
      fix: entrance?.fix ?? CHECK_URL,
    };
  }
  return {
    code: "UNEXPECTED_ANSWER",
    why: `It redirects to ${place}. Credentials go only to ${origin}, and only where the config says.`,
    fix: `If ${place} is the right server, put its address into \`url\` of this target. Otherwise it is a login page, or a proxy that wants one.`,
  };
}

/** The server that a Location leads to; `undefined` when it leads to none. */
function placeOf(location: string, origin: string): string | undefined {
  if (location === "" || !URL.canParse(location, origin)) return undefined;
  const { protocol, origin: place } = new URL(location, origin);
  return /^https?:$/.test(protocol) ? place : undefined;
}

function kindOfPage({ headers }: ReadAnswer): string {
  const type = headers["content-type"] ?? "";
  if (type === "") return "a page without a content type";
  if (type.includes("html")) return "an HTML page";
  // The header is the server's to fill, so it is not repeated as it is.
  return KNOWN_TYPE.exec(type)?.[0] ?? "something else";
}

const KNOWN_TYPE = /^(?:text|application)\/(?:[a-z.]+\+)?(?:plain|xml|json|octet-stream)\b/;
