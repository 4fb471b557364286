import { type ErrorCode, type Explanation, UsersyncError } from "../errors.ts";

export interface Refusal {
  /** Status of the answer; absent when there was none. */
  readonly status?: number;
  /** The parsed body of that answer. For decisions by code, never for messages: it may hold anything. */
  readonly body?: unknown;
  /**
   * The request may have been carried out though no answer says so.
   * Only ever true for a request that must not simply be repeated: read again before doing so.
   */
  readonly ambiguous?: boolean;
}

/** A request to a directory that did not succeed. */
export class HttpError extends UsersyncError {
  readonly status: number | undefined;
  // Private, so that no log or crash report that prints the error prints what the server wrote into it.
  readonly #body: unknown;
  readonly ambiguous: boolean;

  constructor(code: ErrorCode, explanation: Explanation, refusal: Refusal = {}) {
    super(code, explanation);
    this.status = refusal.status;
    this.#body = refusal.body;
    this.ambiguous = refusal.ambiguous ?? false;
  }

  /** The parsed body of the answer; `undefined` where there was none. */
  get body(): unknown {
    return this.#body;
  }
}
