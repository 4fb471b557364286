import { UsersyncError } from "../../../errors.ts";
import { TransientFailure } from "./graph-refusal.ts";

/** Repeating does not help against these: the certificate stays what it is. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** How undici says that a proxy turned a request away. Its errors have no code for that. */
const PROXY_REFUSAL = /Proxy response \((4\d\d)\)/;

/** Why a request got no whole answer. The cause that matters lies deepest. */
export function networkFailure(error: unknown, url: string): UsersyncError | TransientFailure {
  const code = codeOf(error);
  if (CERTIFICATE.test(code)) return untrusted(error, url, code);
  const [, status] = PROXY_REFUSAL.exec(messagesOf(error)) ?? [];
  if (status !== undefined) return turnedAway(error, status);
  return new TransientFailure(code === "" ? "a broken connection" : `a broken connection (${code})`, {
    cause: error,
  });
}

function untrusted(cause: unknown, url: string, code: string): UsersyncError {
  return new UsersyncError("NETWORK", {
    what: `The certificate of ${new URL(url).origin} is not trusted (${code}).`,
    why: "It was not issued by a certificate authority that this machine knows, or not for this name.",
    fix: "If a proxy of your company looks into the traffic, put its certificate authority into a PEM file and name it in source.caFile.",
    cause,
  });
}

function turnedAway(cause: unknown, status: string): UsersyncError {
  return new UsersyncError("NETWORK", {
    what: `The proxy turned the connection to Microsoft Graph away with status ${status}.`,
    why:
      status === "407"
        ? "It wants a user name and a password."
        : "It does not let connections there through.",
    fix:
      status === "407"
        ? "Put them into HTTPS_PROXY: http://user:password@proxy:port."
        : "Have the host allowed on the proxy, or name it in NO_PROXY if it can be reached directly.",
    cause,
  });
}

function messagesOf(error: unknown): string {
  const messages: string[] = [];
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth += 1) {
    messages.push(one.message);
  }
  return messages.join("; ");
}

/** The system's or TLS's code of an error, wherever in the chain of causes it stands; empty when there is none. */
function codeOf(error: unknown): string {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth += 1) {
    if ("code" in one && typeof one.code === "string") return one.code;
    if (one instanceof AggregateError) return codeOf(one.errors[0]);
  }
  return "";
}
