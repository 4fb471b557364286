import type { StateConfig } from "../../config/config.ts";
import { UsersyncError } from "../../errors.ts";
import type { Breakage } from "./breakage.ts";
import { BREAKAGES_OF_DATABASES } from "./breakages-of-databases.ts";
import { BREAKAGES_OF_FILES } from "./breakages-of-files.ts";
import { placeOf } from "./place-of.ts";

type StoredConfig = Exclude<StateConfig, { readonly type: "none" }>;

/** Mistakes of this program, which no admin can do anything about. */
const BUGS = [TypeError, RangeError, ReferenceError];

/**
 * Makes what throws the words for whatever goes wrong in one place. What is explained already, and what is
 * a bug, it throws as it is.
 */
export function breakageAt(config: StoredConfig): (error: unknown) => never {
  return (error) => {
    const isPlain = error instanceof Error && !BUGS.some((kind) => error instanceof kind);
    if (error instanceof UsersyncError || !isPlain) throw error;
    throw explainBreakage(config, error);
  };
}

/** Puts into words what Node, SQLite or PostgreSQL said. Never the password. */
export function explainBreakage(config: StoredConfig, error: Error): UsersyncError {
  const sign = `${codeOf(error)} ${error.message}`;
  const known = config.type === "file" ? BREAKAGES_OF_FILES : BREAKAGES_OF_DATABASES;
  const breakage = known.find((one) => one.sign.test(sign)) ?? UNKNOWN;
  const said = withoutPassword(config, error.message.trim().replace(/[.\s]*$/, ""));
  return new UsersyncError("STATE_UNUSABLE", {
    what: `The state ${placeOf(config)} ${breakage.what}.`,
    why: `${config.type === "file" ? "The system" : "The database client"} says: ${said}.`,
    fix: breakage.fix,
    cause: error,
  });
}

/** What nobody has thought of. */
const UNKNOWN: Omit<Breakage, "sign"> = {
  what: "cannot be used",
  fix: "Read what it says. If the file or the database is in order, please report it. To go on without it at once, set state.url to another place: links are found again by external id, username or e-mail.",
};

/** The code of the error, or of what caused it: a name that has several addresses fails with one for each. */
function codeOf(error: Error): string {
  const own = (error as NodeJS.ErrnoException).code;
  if (own !== undefined) return own;
  const [first] = error instanceof AggregateError ? error.errors : [error.cause];
  return first instanceof Error ? codeOf(first) : "";
}

function withoutPassword(config: StoredConfig, text: string): string {
  const password = config.type === "postgres" ? new URL(config.url).password : "";
  if (password === "") return text;
  return text.replaceAll(password, "…").replaceAll(decodeURIComponent(password), "…");
}
