/** An answer that says no, in the form that Crowd gives it: `{ reason, message }`. */
export class Refusal extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export function userNotFound(name: string, status = 404): Refusal {
  return new Refusal(status, "USER_NOT_FOUND", `User <${name}> does not exist`);
}

export function groupNotFound(name: string, status = 404): Refusal {
  return new Refusal(status, "GROUP_NOT_FOUND", `Group <${name}> does not exist`);
}

export function illegalArgument(message: string): Refusal {
  return new Refusal(400, "ILLEGAL_ARGUMENT", message);
}
