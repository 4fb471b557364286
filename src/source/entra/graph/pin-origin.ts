import { UsersyncError } from "../../../errors.ts";
import type { Layer } from "./graph-call.ts";

export const API_VERSION = "/v1.0";

/**
 * Lets requests go only to the one Graph that the config names: the same scheme, host and port, below
 * the API version. A nextLink that leads elsewhere would carry the token there.
 */
export function pinOrigin(graphUrl: string): Layer {
  const { origin } = new URL(graphUrl);
  return async (call, next) => {
    if (!isInside(call.url, origin)) throw foreignLink(call.url, call.what, origin);
    return await next();
  };
}

function isInside(link: string, origin: string): boolean {
  if (!URL.canParse(link)) return false;
  const url = new URL(link);
  return (
    url.origin === origin &&
    url.username === "" &&
    url.password === "" &&
    url.pathname.startsWith(`${API_VERSION}/`)
  );
}

function foreignLink(link: string, what: string, origin: string): UsersyncError {
  const place = URL.canParse(link) ? new URL(link).origin : "an address that cannot be read";
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `The next page of ${what} lies outside ${origin}${API_VERSION}: ${place}.`,
    why: "The sign-in token is meant for that address only, so the link was not followed.",
    fix: "Check source.graphUrl and source.cloud. If they are right, something between here and Graph changes its answers, such as a proxy.",
  });
}
