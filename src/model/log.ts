/** Where I/O stages say what they do. Messages are for people; fields never hold a secret. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a long read tells whoever waits for it. Counts are totals so far. */
export interface ReadProgress {
  readonly what: "users" | "groups" | "members";
  readonly count: number;
}
export type OnRead = (progress: ReadProgress) => void;
