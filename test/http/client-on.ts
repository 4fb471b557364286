import { createHttpClient, type HttpClient, type HttpClientOptions } from "../../src/http/http-client.ts";
import { CONNECTION } from "../support/cloud-config.ts";
import { type InstantClock, instantClock } from "../support/instant-clock.ts";
import { type RecordingLog, recordingLog } from "../support/recording-log.ts";

export const TOKEN = "canary-4f1c09";

export interface OpenedClient {
  readonly client: HttpClient;
  readonly clock: InstantClock;
  readonly log: RecordingLog;
  readonly signal: AbortSignal;
}

/** A client with a token, whose waits take no time. */
export function clientOn(
  { url }: { readonly url: string },
  overrides: Omit<Partial<HttpClientOptions>, "connection" | "clock" | "log"> & {
    readonly connection?: Partial<HttpClientOptions["connection"]>;
    readonly clock?: InstantClock;
  } = {},
): OpenedClient {
  const clock = overrides.clock ?? instantClock();
  const log = recordingLog();
  const client = createHttpClient({
    name: "cloud",
    baseUrl: url,
    authorization: `Bearer ${TOKEN}`,
    proxy: {},
    fixes: { signIn: "Put the right key into `token`.", permission: "Ask for the permission." },
    ...overrides,
    connection: { ...CONNECTION, ...overrides.connection },
    clock,
    log,
  });
  return { client, clock, log, signal: AbortSignal.timeout(15_000) };
}
