import { Client, ResponseType } from "@microsoft/microsoft-graph-client";
import type { EntraConfig } from "../../../config/config.ts";
import { createDispatcher, type ProxySettings } from "../../../http/dispatcher.ts";
import type { Patience } from "../../../http/patience.ts";
import { createGate } from "../../../http/request-gate.ts";
import type { Clock } from "../../../model/clock.ts";
import type { Log } from "../../../model/log.ts";
import type { JsonObject } from "../../to-person.ts";
import type { TokenSupply } from "../sign-in/token-supply.ts";
import { authenticate } from "./authenticate.ts";
import { carry } from "./carry.ts";
import type { Deadline } from "./deadline.ts";
import { gather } from "./gather.ts";
import { GraphCall, keepFailure, toMiddleware } from "./graph-call.ts";
import { pace } from "./pace.ts";
import { API_VERSION, pinOrigin } from "./pin-origin.ts";
import { retry } from "./retry.ts";
import { transport } from "./transport.ts";

/** Microsoft Graph, for reading. */
export interface Graph {
  /**
   * Gets one answer.
   *
   * @param request.link A path below the API version that starts with a slash, its values encoded; or a
   *   nextLink, which is sent exactly as it came.
   * @param request.what What is asked for, to complete messages: `the list of users`.
   * @throws GraphRefusal when Graph says no; UsersyncError for everything else.
   */
  get(request: GraphRequest): Promise<JsonObject>;
  /** Closes the connections. */
  close(): Promise<void>;
}

export interface GraphRequest {
  readonly link: string;
  readonly what: string;
  readonly signal: AbortSignal;
  /** Whether it may go together with others in one request. */
  readonly isBatchable?: boolean;
}

export interface GraphContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly proxy: ProxySettings;
  readonly patience: Patience;
  readonly deadline: Deadline;
}

/** Opens Graph for one run. */
export function openGraph(config: EntraConfig, tokens: TokenSupply, context: GraphContext): Graph {
  const { graphUrl, connection, credential } = config;
  const { concurrency, ca } = connection;
  const dispatcher = createDispatcher({
    proxy: context.proxy,
    connections: concurrency,
    ...(ca === undefined ? {} : { ca }),
  });
  // From the outside in. Waiting and signing in happen outside of the pace, one attempt inside of it.
  const layers = [
    pinOrigin(graphUrl),
    retry(context),
    authenticate(tokens),
    gather(graphUrl, context.log),
    pace(createGate({ ...connection, clock: context.clock }), context.deadline),
    carry({ ...context, graphUrl, credential }),
    transport({ ...context, connection, credential, dispatcher }),
  ];
  const client = Client.initWithMiddleware({
    baseUrl: graphUrl,
    middleware: [keepFailure(), ...layers.map(toMiddleware)],
  });

  return {
    async get({ link, what, signal, isBatchable = false }) {
      const isNextPage = !link.startsWith("/");
      const url = isNextPage ? link : `${graphUrl}${API_VERSION}${link}`;
      const call = new GraphCall({ url, what, signal, isNextPage, isBatchable });
      const raw = client.api(new URL(graphUrl).pathname).responseType(ResponseType.RAW);
      await raw.middlewareOptions([call]).get();
      if (call.answer === undefined) throw call.failure;
      return call.answer;
    },
    close: () => dispatcher.destroy(),
  };
}
