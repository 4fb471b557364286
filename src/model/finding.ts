/** One thing that `usersync check` looked at. */
export interface Finding {
  readonly level: "ok" | "warning" | "problem";
  /** What was looked at: `permission User.Read.All`, `sign-in`, `directory`. */
  readonly subject: string;
  /** What was found, a sentence. */
  readonly message: string;
  /** Where to click or what to set. Present with every problem. */
  readonly fix?: string;
}
