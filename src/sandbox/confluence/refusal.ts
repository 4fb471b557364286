interface RefusalExtras {
  /** The reason is that Confluence is in read-only mode. */
  readonly readOnlyMode?: true;
}

const REASONS: Readonly<Partial<Record<number, string>>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
};

/** An answer that says no, in the form that Confluence gives it. */
export class Refusal extends Error {
  readonly status: number;
  readonly extras: RefusalExtras;

  constructor(status: number, message: string, extras: RefusalExtras = {}) {
    super(message);
    this.status = status;
    this.extras = extras;
  }

  get body(): object {
    const { status: statusCode, message, extras } = this;
    const allowedInReadOnlyMode = extras.readOnlyMode !== true;
    const verdict = { authorized: statusCode !== 401 && statusCode !== 403, valid: false };
    return {
      statusCode,
      data: { ...verdict, allowedInReadOnlyMode, errors: [], successful: false },
      message,
      reason: REASONS[statusCode] ?? "Error",
    };
  }
}

export function userNotFound(name: string): Refusal {
  return new Refusal(404, `No user found with name or key: ${name}`);
}

export function groupNotFound(name: string): Refusal {
  return new Refusal(404, `No group found with name: ${name}`);
}
