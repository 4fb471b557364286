import type { FastifyError, FastifyInstance } from "fastify";
import { stableHex } from "../stable-id.ts";

export type ScimType =
  | "invalidFilter"
  | "invalidPath"
  | "invalidSyntax"
  | "invalidValue"
  | "mutability"
  | "tooMany"
  | "uniqueness";

/** A refusal in the form of RFC 7644. */
export class ScimError extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;

  constructor(status: number, detail: string, scimType?: ScimType) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

export function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, detail, "invalidSyntax");
}

export function invalidValue(detail: string): ScimError {
  return new ScimError(400, detail, "invalidValue");
}

export function invalidPath(detail: string): ScimError {
  return new ScimError(400, detail, "invalidPath");
}

export function conflict(detail: string): ScimError {
  return new ScimError(409, detail, "uniqueness");
}

export function noSuchResource(id: string): ScimError {
  return new ScimError(404, `Resource ${id} not found`);
}

/** Answers thrown ScimErrors; 401 has a form of its own at Atlassian. */
export function installScimErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | ScimError, request, reply) => {
    const status = error instanceof ScimError ? error.status : (error.statusCode ?? 500);
    const scimType = error instanceof ScimError ? error.scimType : undefined;
    const body =
      status === 401
        ? { error: error.message, traceId: stableHex(request.id, 16) }
        : {
            schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
            status: String(status),
            ...(scimType === undefined ? {} : { scimType }),
            detail: error.message,
          };
    return reply.code(status).type("application/scim+json;charset=UTF-8").send(JSON.stringify(body));
  });
  app.setNotFoundHandler((request) => {
    throw new ScimError(404, `${request.method} ${request.url.split("?")[0]} not found`);
  });
}
