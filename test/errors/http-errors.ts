import { contextPathFix, type Entrance } from "../../src/http/entrance.ts";
import { explainAnswer, explainRateLimit, type OutcomeContext } from "../../src/http/explain-answer.ts";
import { explainBreakdown } from "../../src/http/explain-breakdown.ts";
import { checkPatience, runPatience } from "../../src/http/patience.ts";
import type { ReadAnswer } from "../../src/http/read-body.ts";
import type { Breakdown } from "../../src/http/send-request.ts";
import { PERMISSION_FIX, SIGN_IN_FIX } from "../../src/target/crowd/explain.ts";
import { clientOn } from "../http/client-on.ts";
import type { Provocations } from "./provoke.ts";

const CONTEXT: OutcomeContext = {
  name: "crowd",
  origin: "https://crowd.example.com",
  baseUrl: "https://crowd.example.com",
  method: "GET",
  path: "/rest/usermanagement/1/search",
  attempts: 1,
  ambiguous: false,
  fixes: { signIn: SIGN_IN_FIX, permission: PERMISSION_FIX },
  secrets: ["hush"],
  patience: runPatience({ maxWait: 300_000 }),
  timeout: 60_000,
  maxResponseSize: 64 * 1024 ** 2,
};

function answered(answer: Partial<ReadAnswer>, context: Partial<OutcomeContext> = {}) {
  const whole = { status: 200, headers: {}, text: "", body: undefined, asAsked: true, ...answer };
  return () => explainAnswer({ ...CONTEXT, ...context }, whole);
}

function broke(breakdown: Breakdown["breakdown"], code: string, context: Partial<OutcomeContext> = {}) {
  return () => explainBreakdown({ ...CONTEXT, ...context }, { breakdown, code });
}

const HTML = { asAsked: false, headers: { "content-type": "text/html" } };

const ENTRANCE: Entrance = {
  of: "Crowd",
  path: "/rest/usermanagement/1/config/cookie",
  fix: contextPathFix("/console", "https://host/crowd"),
};

export const HTTP_ERRORS: Provocations = {
  "the key is wrong": answered({ status: 401 }),
  "the key may not do this": answered({ status: 403 }),
  "it is not there": answered({ status: 404 }),
  "it is not there, says a page": answered({ ...HTML, status: 404 }),
  "no server of that kind is there": answered(
    { ...HTML, status: 404 },
    { path: ENTRANCE.path, entrance: ENTRANCE },
  ),
  "the proxy wants a password": answered({ status: 407 }),
  "it exists already": answered({ status: 409 }),
  "too many requests": answered({ status: 429 }),
  "a refusal without a reason": answered({ status: 400 }),
  "a refusal with a reason, which holds a secret": answered({
    status: 400,
    body: { detail: "hush is no name" },
  }),
  "a fault of the server": answered({ status: 502 }),
  "a fault of the server that stays": answered({ status: 502 }, { attempts: 6 }),
  "a redirect": answered({ status: 302, headers: { location: "https://login.example.com/" } }),
  "a redirect to a page of the same server": answered({
    ...{ status: 302, headers: { location: "/login" } },
  }),
  "a redirect to nowhere": answered({ status: 302 }),
  "a redirect to what is no server": answered({
    status: 302,
    headers: { location: "mailto:ops@example.com" },
  }),
  "a login page": answered(HTML),
  "a page without a type": answered({ asAsked: false }),
  "another kind of text": answered({ asAsked: false, headers: { "content-type": "application/xml" } }),
  "a kind of its own": answered({ asAsked: false, headers: { "content-type": "image/png" } }),
  "a wait that is too long, in a run": () => explainRateLimit(CONTEXT, 3_600_000),
  "a wait that is too long, in a check": () =>
    explainRateLimit({ ...CONTEXT, patience: checkPatience({ maxWait: 300_000 }) }, 60_000),
  "no connection": broke("unreached", "ECONNREFUSED", { attempts: 6 }),
  "an unknown host": broke("unknown-host", "ENOTFOUND"),
  "a certificate that is not trusted": broke("untrusted", "SELF_SIGNED_CERT_IN_CHAIN"),
  "a proxy that wants a password": broke("proxy-refused", "407"),
  "a proxy that refuses": broke("proxy-refused", "403"),
  "an answer that takes too long": broke("timed-out", "timeout", { attempts: 6 }),
  "an answer that is cut": broke("cut", "ECONNRESET", { attempts: 6 }),
  "an empty answer": broke("garbled", "empty body"),
  "an answer that cannot be read": broke("garbled", "broken JSON", { attempts: 6 }),
  "an answer that is too large": broke("too-large", "too large"),
  "a stop": () => {
    const { client } = clientOn({ url: "http://127.0.0.1:1" });
    return client.request({ method: "GET", path: "/Users", signal: AbortSignal.abort() });
  },
  "a key with a line break": () => clientOn({ url: "http://127.0.0.1:1" }, { authorization: "Bearer a\nb" }),
};
