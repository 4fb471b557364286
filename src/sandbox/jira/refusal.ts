/** An answer that says no, in the form that Jira gives it: `{ errorMessages, errors }`. */
export class Refusal extends Error {
  readonly status: number;
  /** By field of the body. */
  readonly errors: Readonly<Record<string, string>>;

  constructor(status: number, message: string, errors: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.errors = errors;
  }

  get body(): object {
    return { errorMessages: this.message === "" ? [] : [this.message], errors: this.errors };
  }
}

export function wrongField(field: string, text: string): Refusal {
  return new Refusal(400, "", { [field]: text });
}

export function userNotFound(name: string): Refusal {
  return new Refusal(404, `The user named '${name}' does not exist`);
}

export function groupNotFound(name: string): Refusal {
  return new Refusal(404, `The group named '${name}' does not exist.`);
}
