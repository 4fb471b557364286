import type { ErrorCode, Explanation } from "../errors.ts";
import { CHECK_URL, type OutcomeContext } from "./explain-answer.ts";
import { HttpError } from "./http-error.ts";
import type { Breakdown } from "./send-request.ts";

/** The error for a request that never got a whole answer. */
export function explainBreakdown(context: OutcomeContext, { breakdown, code }: Breakdown): HttpError {
  const { name, origin, method, path, attempts } = context;
  const times = attempts > 1 ? ` It was sent ${attempts} times.` : "";
  const request = `${name}: ${method} ${path}`;
  const error = (kind: ErrorCode, explanation: Explanation) =>
    new HttpError(kind, explanation, { ambiguous: context.ambiguous });

  switch (breakdown) {
    case "unreached":
      return error("NETWORK", {
        what: `${name}: ${origin} cannot be reached.`,
        why: `No connection came about (${code}).${times}`,
        fix: CHECK_URL,
      });
    case "unknown-host":
      return error("NETWORK", {
        what: `${name}: the host of ${origin} is not known.`,
        why: `The name server has no address for it (${code}).`,
        fix: CHECK_URL,
      });
    case "untrusted":
      return error("NETWORK", {
        what: `${name}: the certificate of ${origin} is not trusted.`,
        why: `The check failed with ${code}. Nothing was sent.`,
        fix: "If your company runs its own certificate authority, name its PEM file in `caFile` of this target.",
      });
    case "proxy-refused":
      return error("NETWORK", {
        what: `${name}: the proxy does not let usersync through to ${origin}.`,
        why: `It answered with ${code}. Nothing was sent.`,
        fix:
          code === "407"
            ? "Put a name and a password into HTTPS_PROXY: http://name:password@proxy.example.com:8080."
            : "Have the host allowed at the proxy, or name it in NO_PROXY if it can be reached directly.",
      });
    case "timed-out":
      return error("NETWORK", {
        what: `${request} was not answered within ${context.timeout / 1000} s.`,
        why: `The server or the network is slow (${code}).${times}`,
        fix: "Try again later, or raise `timeoutSeconds` of this target.",
      });
    case "cut":
      return error("NETWORK", {
        what: `${request}: the connection broke before the answer was complete.`,
        why: `The server, a proxy or the network closed it (${code}).${times}`,
        fix: "Try again. If it stays, look for a proxy in between.",
      });
    case "garbled":
      return error("UNEXPECTED_ANSWER", {
        what: `${request} was answered with a body that cannot be read.`,
        why: `It has ${code === "empty body" ? "no content" : "JSON that is not whole"}.${times}`,
        fix: CHECK_URL,
      });
    case "too-large":
      return error("UNEXPECTED_ANSWER", {
        what: `${request} was answered with more than ${megabytes(context.maxResponseSize)} MB.`,
        why: "Answers of that size are not read, so that a faulty server cannot fill the memory.",
        fix: "Check `url` of this target. If the answer is right, raise `maxResponseMegabytes` of this target.",
      });
  }
}

/** As the config counts them; rounded for sizes that no config can hold. */
function megabytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 100) / 100;
}
