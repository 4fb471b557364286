import type { OptionPath } from "./problem.ts";

/** Names of the options that hold a secret, wherever they stand. */
export const SECRET_OPTIONS: ReadonlySet<unknown> = new Set([
  "clientSecret",
  "certificatePassword",
  "token",
  "password",
]);

/** Whether a value at this place must never be shown. */
export function isSecretPath(path: OptionPath): boolean {
  return isStateAddress(path) || path.some((step) => SECRET_OPTIONS.has(step));
}

/** The address of a database holds its password. */
export function isStateAddress(path: OptionPath): boolean {
  return path.length === 2 && path[0] === "state" && path[1] === "url";
}
