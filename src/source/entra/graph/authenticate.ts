import type { TokenSupply } from "../sign-in/token-supply.ts";
import type { Layer } from "./graph-call.ts";
import { GraphRefusal } from "./graph-refusal.ts";

/** Adds the token. A 401 is answered with one fresh token; a second 401 stands. */
export function authenticate(tokens: TokenSupply): Layer {
  return async (call, next) => {
    const token = await tokens.current(call.signal);
    call.authorization = `Bearer ${token}`;
    try {
      return await next();
    } catch (error) {
      if (!(error instanceof GraphRefusal) || error.status !== 401) throw error;
      const fresh = await tokens.renewed(token, call.signal);
      if (fresh === undefined) throw error;
      call.authorization = `Bearer ${fresh}`;
      return await next();
    }
  };
}
