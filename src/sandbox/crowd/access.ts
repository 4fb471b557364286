import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

export interface AccessOptions {
  readonly application: string;
  readonly password: string;
  /** `false`: the caller's address is not on the application's list of remote addresses. */
  readonly remoteAllowed: boolean;
}

/** Lets in the application with its password, from an address on its list, and no browser. */
export function guardAccess(app: FastifyInstance, options: AccessOptions): void {
  const expected = `Basic ${Buffer.from(`${options.application}:${options.password}`).toString("base64")}`;

  // Not onRequest: whatever others put in front of Crowd, such as faults, comes first.
  app.addHook("preParsing", async (request, reply) => {
    if (request.headers.authorization !== expected) {
      return reply
        .code(401)
        .header("www-authenticate", 'Basic realm="Crowd REST Service"')
        .type("text/plain")
        .send("Application failed to authenticate");
    }
    if (!options.remoteAllowed) {
      return reply
        .code(403)
        .type("text/plain")
        .send(`Client with address "${request.ip}" is forbidden from making requests`);
    }
    if (looksForged(request)) return refuseForged(reply);
    return undefined;
  });
}

/** A write that a browser sent on its own. */
function looksForged({ method, headers }: FastifyRequest): boolean {
  const writes = method !== "GET";
  const vouched = headers["x-atlassian-token"] === "no-check";
  return writes && !vouched && (headers["user-agent"] ?? "").startsWith("Mozilla/");
}

function refuseForged(reply: FastifyReply): FastifyReply {
  return reply.code(403).type("text/plain").send("XSRF check failed");
}
