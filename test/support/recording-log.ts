import type { Log, LogFields } from "../../src/model/log.ts";

export interface RecordingLog extends Log {
  readonly lines: { readonly message: string; readonly fields: LogFields }[];
}

/** Keeps what was logged, at any level. */
export function recordingLog(): RecordingLog {
  const lines: RecordingLog["lines"] = [];
  const write = (message: string, fields: LogFields = {}) => {
    lines.push({ message, fields });
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}
