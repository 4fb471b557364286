import { UsersyncError } from "../errors.ts";

/** @param what As people know it: `users`. */
export function listBroken(what: string, cause: unknown): UsersyncError {
  const said = cause instanceof UsersyncError ? ` ${cause.message}` : "";
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The list of ${what} broke off.${said}`,
    why: "Without all of it nothing is written: who is missing in it would look gone.",
    fix: cause instanceof UsersyncError ? cause.fix : "Run again.",
    cause,
  });
}
