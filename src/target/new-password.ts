import { randomBytes } from "node:crypto";

/**
 * A password that nobody knows: these directories make no user without one, and people sign in elsewhere.
 * 48 random bytes, and a character of each kind that a password policy may ask for.
 */
export function newPassword(): string {
  return `${randomBytes(48).toString("base64url")}aA1!`;
}
