import type { Finding } from "../../model/finding.ts";

/** A finding that is as it should be. */
export function ok(subject: string, message: string): Finding {
  return { level: "ok", subject, message };
}
