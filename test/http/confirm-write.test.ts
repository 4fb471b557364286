import { describe, expect, it } from "vitest";
import { type ErrorCode, UsersyncError } from "../../src/errors.ts";
import { confirmWrite } from "../../src/http/confirm-write.ts";
import { HttpError, type Refusal } from "../../src/http/http-error.ts";

const SAID = { what: "No.", why: "Because.", fix: "Wait." };

/** A write that fails so, and a look that says whether what it wants is so. */
async function attempt(failure: Error | undefined, look: boolean | Error) {
  let looks = 0;
  const outcome = await confirmWrite({
    send: async () => {
      if (failure !== undefined) throw failure;
    },
    isSo: async () => {
      looks += 1;
      if (look instanceof Error) throw look;
      return look;
    },
  }).catch((error: unknown) => error);
  return { outcome, looks };
}

function failed(code: ErrorCode, refusal: Refusal = {}): HttpError {
  return new HttpError(code, SAID, refusal);
}

describe("a write that is confirmed", () => {
  it("needs no look when it went well", async () => {
    expect(await attempt(undefined, false)).toEqual({ outcome: undefined, looks: 0 });
  });

  it.each([
    { how: "without an answer", failure: failed("NETWORK") },
    { how: "since the server wants too long a rest", failure: failed("RATE_LIMITED") },
    { how: "with 400", failure: failed("REFUSED", { status: 400 }) },
    { how: "with 408", failure: failed("REFUSED", { status: 408 }) },
    { how: "with 409", failure: failed("CONFLICT", { status: 409 }) },
    { how: "with 429", failure: failed("RATE_LIMITED", { status: 429 }) },
    { how: "with 500", failure: failed("NETWORK", { status: 500 }) },
    { how: "with a page instead of an answer", failure: failed("UNEXPECTED_ANSWER", { status: 200 }) },
    { how: "in a way that is ambiguous", failure: failed("NOT_FOUND", { status: 404, ambiguous: true }) },
  ])("counts as done when it failed $how and is so", async ({ failure }) => {
    expect(await attempt(failure, true)).toEqual({ outcome: undefined, looks: 1 });
    expect(await attempt(failure, false)).toEqual({ outcome: failure, looks: 1 });
  });

  it.each([
    { how: "401", failure: failed("SIGN_IN_FAILED", { status: 401 }) },
    { how: "a sign-in that failed before", failure: failed("SIGN_IN_FAILED") },
    { how: "403", failure: failed("PERMISSION_MISSING", { status: 403 }) },
    { how: "404", failure: failed("NOT_FOUND", { status: 404 }) },
    { how: "a redirect", failure: failed("UNEXPECTED_ANSWER", { status: 302 }) },
    { how: "being stopped", failure: new UsersyncError("CANCELED", SAID) },
  ])("failed for certain after $how, and nobody looks", async ({ failure }) => {
    expect(await attempt(failure, true)).toEqual({ outcome: failure, looks: 0 });
  });

  it("failed with its own reason when the look fails too", async () => {
    const failure = failed("NETWORK", { status: 503 });

    expect((await attempt(failure, failed("NOT_FOUND", { status: 404 }))).outcome).toBe(failure);
  });

  it.each([
    { what: "a refused sign-in", ended: failed("SIGN_IN_FAILED", { status: 401 }) },
    { what: "a stop", ended: new UsersyncError("CANCELED", SAID) },
  ])("is ended by $what of the look", async ({ ended }) => {
    expect((await attempt(failed("NETWORK"), ended)).outcome).toBe(ended);
  });
});
