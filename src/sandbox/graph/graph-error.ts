import { randomUUID } from "node:crypto";
import type { FastifyError, FastifyInstance } from "fastify";

/** An answer that refuses, in the form of Graph. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, "Request_BadRequest", message);
}

export function unsupportedQuery(message: string): GraphError {
  return new GraphError(400, "Request_UnsupportedQuery", message);
}

export function notFound(id: string): GraphError {
  return new GraphError(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** Answers thrown GraphErrors and unknown paths as Graph does, each with a request id. */
export function installGraphErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | GraphError, request, reply) => {
    const { status, code } =
      error instanceof GraphError ? error : { status: error.statusCode ?? 500, code: "UnknownError" };
    return reply
      .code(status)
      .type("application/json; charset=utf-8")
      .send(JSON.stringify(errorBody(code, error.message, request.id)));
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(400)
      .type("application/json; charset=utf-8")
      .send(
        JSON.stringify(
          errorBody("BadRequest", `Resource not found for the segment '${request.url}'.`, request.id),
        ),
      ),
  );
}

export function newRequestId(): string {
  return randomUUID();
}

function errorBody(code: string, message: string, requestId: string) {
  const date = new Date().toISOString().slice(0, 19);
  return {
    error: {
      code,
      message,
      innerError: { date, "request-id": requestId, "client-request-id": requestId },
    },
  };
}
