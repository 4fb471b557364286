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
  return path.some((step) => SECRET_OPTIONS.has(step));
}
