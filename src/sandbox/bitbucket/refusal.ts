/** An answer that says no, in the form that Bitbucket gives it: a list of errors with the names of exceptions. */
export class Refusal extends Error {
  readonly status: number;
  /** Without the package. */
  readonly exception: string;
  /** The field that is wrong. */
  readonly context: string | null;

  constructor(status: number, exception: string, { message, context = null }: Details) {
    super(message);
    this.status = status;
    this.exception = exception;
    this.context = context;
  }

  get body(): object {
    return errorBody(`com.atlassian.bitbucket.${this.exception}`, this.message, this.context);
  }
}

interface Details {
  readonly message: string;
  readonly context?: string | null;
}

export function errorBody(exceptionName: string, message: string, context: string | null = null): object {
  return { errors: [{ context, message, exceptionName }] };
}

export function wrongField(context: string, message: string): Refusal {
  return new Refusal(400, "validation.ArgumentValidationException", { message, context });
}

export function notAllowed(): Refusal {
  return new Refusal(401, "AuthorisationException", {
    message: "You are not permitted to access this resource",
  });
}

export function tooHigh(message: string): Refusal {
  return new Refusal(403, "ForbiddenException", { message });
}

export function noSeats(): Refusal {
  return new Refusal(403, "license.LicenseLimitException", { message: "The license limit is reached." });
}

export function taken(message: string, context: string): Refusal {
  return new Refusal(409, "IntegrityException", { message, context });
}

export function userNotFound(name: string): Refusal {
  return new Refusal(404, "user.NoSuchUserException", { message: `No user has the name ${name}.` });
}

export function groupNotFound(name: string): Refusal {
  return new Refusal(404, "user.NoSuchGroupException", { message: `No group has the name ${name}.` });
}
