import { toFailure } from "../errors.ts";
import type { Finding } from "../model/finding.ts";

/** A finding that is as it should be. */
export function ok(subject: string, message: string): Finding {
  return { level: "ok", subject, message };
}

/** What an error means to whoever checks. */
export function problemOf(subject: string, error: unknown): Finding {
  const { message, fix } = toFailure(error);
  return { level: "problem", subject, message, fix: fix ?? "Please report this." };
}

/** One part of a check. What goes wrong in it is a finding, and keeps no other part from being looked at. */
export function lookAt(
  subject: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  return look().catch((error: unknown) => [problemOf(subject, error)]);
}
