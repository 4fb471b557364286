import type { EntraConfig } from "../../config/config.ts";
import type { ProxySettings } from "../../http/dispatcher.ts";
import { checkPatience, type Patience, runPatience } from "../../http/patience.ts";
import type { Clock } from "../../model/clock.ts";
import type { Log } from "../../model/log.ts";
import { stopTogether } from "../canceled.ts";
import { asIncompleteRead } from "../incomplete-read.ts";
import type { Source } from "../source.ts";
import { checkEntra } from "./check-entra.ts";
import { createDeadline } from "./graph/deadline.ts";
import { type Graph, openGraph } from "./graph/open-graph.ts";
import { findPerson, lookAgain } from "./read/look-again.ts";
import { readSnapshot } from "./read/read-snapshot.ts";
import { readClaims } from "./sign-in/token-claims.ts";
import { createTokenSupply, type TokenSupply } from "./sign-in/token-supply.ts";

export interface EntraContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly proxy: ProxySettings;
  /** Top-level names of the user properties that the mapping uses. */
  readonly properties: readonly string[];
  /** Whether some directory nests groups. */
  readonly nests?: boolean;
}

/** People and groups out of Microsoft Graph. Each call signs in anew and closes its connections. */
export function createEntraSource(config: EntraConfig, context: EntraContext): Source {
  const { connection, timeLimit } = config;
  const running = { ...context, timeLimit, patience: runPatience(connection) };
  const checking = { ...context, timeLimit: Number.POSITIVE_INFINITY, patience: checkPatience(connection) };
  const { properties, nests = false } = context;
  const read = async <T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> => {
    try {
      return await withGraph(config, running, signal, work);
    } catch (error) {
      throw asIncompleteRead(error);
    }
  };
  return {
    read: ({ signal, onRead = () => undefined, trace }) =>
      read(signal, (session) =>
        readSnapshot({
          ...session,
          config,
          properties,
          nests,
          roles: async () => readClaims(await session.tokens.current(session.signal))?.roles ?? new Set(),
          onRead,
          trace,
        }),
      ),
    look: (people, signal) =>
      read(signal, (session) => lookAgain({ ...session, config, properties }, people)),
    find: (name, signal) => read(signal, (session) => findPerson({ ...session, config, properties }, name)),
    async check(signal) {
      return await withGraph(config, checking, signal, (session) =>
        checkEntra({ ...session, config, properties }),
      );
    },
  };
}

interface Session {
  readonly graph: Graph;
  readonly tokens: TokenSupply;
  readonly signal: AbortSignal;
}

interface Bounds {
  readonly patience: Patience;
  /** For all of it, in milliseconds. */
  readonly timeLimit: number;
}

async function withGraph<T>(
  config: EntraConfig,
  context: EntraContext & Bounds,
  outer: AbortSignal,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const tokens = createTokenSupply(config, context.clock);
  const deadline = createDeadline(context.timeLimit, context.clock);
  const graph = openGraph(config, tokens, { ...context, deadline });
  try {
    return await stopTogether(outer, (signal) => work({ graph, tokens, signal }));
  } finally {
    await graph.close();
  }
}
