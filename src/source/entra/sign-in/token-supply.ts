import type { EntraConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import type { Clock } from "../../../model/clock.ts";
import { canceled } from "../../canceled.ts";
import { CLOUDS } from "../clouds.ts";
import { explainSignIn, signInTimedOut } from "./explain-sign-in.ts";
import { type Credential, openCredential } from "./open-credential.ts";
import { proveTenant } from "./prove-tenant.ts";

/** Tokens for Graph, for one run. */
export interface TokenSupply {
  /**
   * A token that is good for five minutes at least; signs in when there is none.
   *
   * @throws UsersyncError `SIGN_IN_FAILED`, `NETWORK`, `CANCELED`.
   */
  current(signal: AbortSignal): Promise<string>;
  /**
   * Another token than the one that Graph rejected; once in a run. All who were rejected together share it.
   *
   * @returns `undefined` when there is no other.
   */
  renewed(rejected: string, signal: AbortSignal): Promise<string | undefined>;
}

interface Token {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const SHORTEST_LIFE = 5 * 60_000;

export function createTokenSupply(config: EntraConfig, clock: Clock): TokenSupply {
  const { credential } = config;
  if (credential.type === "access-token") {
    return {
      current: async () => proveTenant(credential.token, config),
      renewed: async () => undefined,
    };
  }
  let open: Promise<Credential> | undefined;
  let token: Promise<Token> | undefined;
  let renewal: Promise<Token> | undefined;

  const signIn = async (signal: AbortSignal): Promise<Token> => {
    open ??= openCredential(config, credential);
    return await requestToken(open, config, signal);
  };

  return {
    async current(signal) {
      const held = token;
      if (held !== undefined && (await held).expiresAt - clock.now() >= SHORTEST_LIFE)
        return (await held).text;
      // Of all who find none, or notice together that it ends, one signs in.
      const next = token !== undefined && token !== held ? token : signIn(signal);
      token = next;
      return (await next).text;
    },
    async renewed(rejected, signal) {
      if (renewal === undefined) {
        // The old credential would serve the rejected token again out of its cache.
        open = undefined;
        renewal = signIn(signal);
        token = renewal;
      }
      const { text } = await renewal;
      return text === rejected ? undefined : text;
    },
  };
}

async function requestToken(
  credential: Promise<Credential>,
  config: EntraConfig,
  signal: AbortSignal,
): Promise<Token> {
  const limit = config.connection.timeout;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(signInTimedOut(config, limit)), limit);
  const relay = () => controller.abort(canceled(signal));
  if (signal.aborted) relay();
  signal.addEventListener("abort", relay, { once: true });
  try {
    const scope = `${CLOUDS[config.cloud].resource}/.default`;
    const options = { abortSignal: controller.signal };
    const given = await whicheverIsFirst(
      credential.then((ready) => ready.getToken(scope, options)),
      controller.signal,
    );
    if (given === null) throw new Error("The credential gave no token.");
    return { text: proveTenant(given.token, config), expiresAt: given.expiresOnTimestamp };
  } catch (error) {
    if (controller.signal.aborted) throw controller.signal.reason;
    throw error instanceof UsersyncError ? error : explainSignIn(error, config);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", relay);
  }
}

/** The library heeds a signal only in parts of its work. */
async function whicheverIsFirst<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject);
  });
}
