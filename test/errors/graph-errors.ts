import type { CredentialConfig } from "../../src/config/config.ts";
import { checkPatience, runPatience } from "../../src/http/patience.ts";
import { createDeadline } from "../../src/source/entra/graph/deadline.ts";
import { foldPages } from "../../src/source/entra/graph/fold-pages.ts";
import { GraphCall } from "../../src/source/entra/graph/graph-call.ts";
import { TransientFailure } from "../../src/source/entra/graph/graph-refusal.ts";
import { judgeAnswer } from "../../src/source/entra/graph/judge-answer.ts";
import { networkFailure } from "../../src/source/entra/graph/network-failure.ts";
import { pinOrigin } from "../../src/source/entra/graph/pin-origin.ts";
import { readText } from "../../src/source/entra/graph/read-text.ts";
import { retry } from "../../src/source/entra/graph/retry.ts";
import { splitBatch } from "../../src/source/entra/graph/split-batch.ts";
import { instantClock } from "../support/instant-clock.ts";
import { recordingLog } from "../support/recording-log.ts";
import type { Provocations } from "./provoke.ts";

const { signal } = new AbortController();
const GRAPH = "https://graph.microsoft.com";
const HOUR = 3_600_000;

function callTo(path: string, what: string): GraphCall {
  return new GraphCall({ url: `${GRAPH}/v1.0${path}`, what, signal, isNextPage: false });
}

const USERS = callTo("/users", "the list of users");
const SECRET: CredentialConfig = { type: "client-secret", clientId: "aaaaaaaa-0000", clientSecret: "hush" };

interface Answered {
  readonly status: number;
  readonly contentType?: string;
  readonly text?: string;
  readonly call?: GraphCall;
  readonly credential?: CredentialConfig;
}

function answered({ status, contentType = "application/json", text = "", ...rest }: Answered) {
  const { call = USERS, credential = SECRET } = rest;
  const parse = () => JSON.parse(text);
  const isEmpty = text === "";
  const answer = { status, contentType, isEmpty, parse, requestId: "11111111-aaaa", retryAfter: undefined };
  return () => judgeAnswer(answer, call, credential);
}

function listed(page: Readonly<Record<string, unknown>>) {
  const graph = { get: async () => page } as unknown as Parameters<typeof foldPages>[0];
  const listing = { link: `${GRAPH}/v1.0/users`, what: "the list of users", begin: () => [], add() {} };
  return () => foldPages(graph, listing, signal);
}

function batched(body: Readonly<Record<string, unknown>>) {
  return () => splitBatch(body, new Set(["1", "2"]), 0);
}

function failing(failure: TransientFailure, patience = runPatience({ maxWait: 300_000 })) {
  const clock = instantClock();
  const deadline = createDeadline(HOUR, clock);
  const layer = retry({ patience, deadline, clock, log: recordingLog() });
  return () => layer(USERS, () => Promise.reject(failure));
}

const limited = (seconds?: number) =>
  new TransientFailure("status 429", {
    status: 429,
    ...(seconds === undefined ? {} : { retryAfter: seconds * 1000 }),
  });
const proxySays = (status: number) => new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`);

export const GRAPH_ERRORS: Provocations = {
  "a token that is not accepted": answered({ status: 401 }),
  "a token that is not accepted, out of the config": answered({
    status: 401,
    credential: { type: "access-token", token: "hush" },
  }),
  "no permission to read users": answered({
    status: 403,
    text: JSON.stringify({ error: { code: "Forbidden", message: "Insufficient privileges." } }),
  }),
  "no permission to read groups": answered({
    status: 403,
    call: callTo("/groups", "the list of groups"),
    credential: { type: "managed-identity" },
  }),
  "no permission to read assignments": answered({
    status: 403,
    call: callTo("/servicePrincipals", "who is assigned to the application"),
    credential: { type: "access-token", token: "hush" },
  }),
  "an unknown object": answered({ status: 404, call: callTo("/groups/1", "the group atl-dev") }),
  "a request that is not understood": answered({
    status: 400,
    text: JSON.stringify({
      error: { code: "BadRequest", message: "Could not find a property named 'mial'." },
    }),
  }),
  "a redirect of Graph": answered({ status: 302 }),
  "a login page in place of Graph": answered({ status: 200, contentType: "text/html; charset=utf-8" }),
  "an answer without a type": answered({ status: 200, contentType: "" }),
  "a page without a list": listed({ value: "nobody" }),
  "a nextLink that is no address": listed({ value: [], "@odata.nextLink": "/users?page=2" }),
  "pages in a circle": listed({ value: [], "@odata.nextLink": `${GRAPH}/v1.0/users` }),
  "a batch without answers": batched({ value: [] }),
  "a batch with an answer to something else": batched({ responses: [{ id: "3", status: 200 }] }),
  "a batch with two answers to one request": batched({
    responses: [
      { id: "1", status: 200 },
      { id: "1", status: 404 },
    ],
  }),
  "a batch with an answer of no status": batched({ responses: [{ id: "2" }] }),
  "a nextLink to another place": () => {
    const url = "https://graph.example.com/v1.0/users?$skiptoken=2";
    const call = new GraphCall({ url, what: "the list of users", signal, isNextPage: true });
    return pinOrigin(GRAPH)(call, async () => ({}));
  },
  "a page that is too large": () => {
    async function* body() {
      yield new Uint8Array(2 * 1024 ** 2);
    }
    return readText(body(), 1024 ** 2);
  },
  "a certificate of Graph that is not trusted": () =>
    networkFailure(Object.assign(new Error("no"), { code: "SELF_SIGNED_CERT_IN_CHAIN" }), USERS.url),
  "a proxy before Graph that wants a password": () => networkFailure(proxySays(407), USERS.url),
  "a proxy before Graph that refuses": () => networkFailure(proxySays(403), USERS.url),
  "Graph asks for more rest than allowed": failing(limited(3244)),
  "Graph asks for more rest than a check allows": failing(limited(60), checkPatience({ maxWait: 300_000 })),
  "Graph fails, and the wait is over": failing(new TransientFailure("status 503"), {
    attempts: 9,
    maxWait: 1,
    of: "config",
  }),
  "Graph has too many requests, again and again": failing(limited(1)),
  "Graph fails again and again": failing(new TransientFailure("a broken connection (ECONNRESET)")),
  "the time for reading is over": () => createDeadline(HOUR, instantClock()).passed(),
  "the time for reading would be over": () =>
    createDeadline(HOUR, instantClock()).admit(2 * HOUR, "status 429"),
};
