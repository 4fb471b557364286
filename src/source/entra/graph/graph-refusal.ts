import { type ErrorCode, type Explanation, UsersyncError } from "../../../errors.ts";

/** An answer of Graph that says no, and would say so again. */
export class GraphRefusal extends UsersyncError {
  readonly status: number;
  /** Graph's own code, such as `Directory_ExpiredPageToken`; empty when it gives none. */
  readonly graphCode: string;

  constructor(code: ErrorCode, explanation: Explanation, answer: { status: number; graphCode: string }) {
    super(code, explanation);
    this.status = answer.status;
    this.graphCode = answer.graphCode;
  }
}

/** Something that may be over a moment later: a lost connection, a cut answer, a busy server. */
export class TransientFailure extends Error {
  override readonly name = "TransientFailure";
  /** Absent when there was no answer. */
  readonly status: number | undefined;
  /** How long the server asks to be left alone, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** 0 to 1, drawn by the first who waits: what failed together is repeated together. */
  jitter: number | undefined;

  constructor(
    message: string,
    { status, retryAfter, cause }: { status?: number; retryAfter?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.status = status;
    this.retryAfter = retryAfter;
  }
}
