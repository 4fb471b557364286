/** One thing that `usersync check` looked at. */
export interface Finding {
  /** `"info"`: worth knowing, and nothing that any setting would change. */
  readonly level: "ok" | "info" | "warning" | "problem";
  /** What was looked at: `permission User.Read.All`, `sign-in`, `directory`. */
  readonly subject: string;
  /** What was found, a sentence. It ends with a colon where `items` follow. */
  readonly message: string;
  /** Names to copy into the config, such as those of groups. */
  readonly items?: readonly FindingItem[];
  /** Where to click or what to set. Present with every problem. */
  readonly fix?: string;
}

export interface FindingItem {
  readonly name: string;
  /** What tells it from the others: a type, a permission. */
  readonly remark?: string;
}
