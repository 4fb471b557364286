import { UsersyncError } from "../errors.ts";
import type { Session } from "./session.ts";

/**
 * Asks before something is written. Without a terminal, or with JSON on stdout, there is nobody to ask.
 *
 * @throws UsersyncError `USAGE` when it cannot ask; `CANCELED` for Ctrl-C.
 */
export async function confirm(
  { world }: Session,
  { question, yes, json }: { readonly question: string; readonly yes: boolean; readonly json: boolean },
): Promise<boolean> {
  if (yes) return true;
  if (world.stdin.isTTY !== true || json) {
    throw new UsersyncError("USAGE", {
      what: "Nothing was done, since nobody could be asked.",
      why: "This needs a yes, and there is no terminal to ask on.",
      fix: "Read what it would do above (or with --dry-run), then run the same command with --yes.",
    });
  }
  const prompts = await import("@inquirer/prompts");
  try {
    return await prompts.confirm(
      { message: question, default: false },
      { input: world.stdin, output: world.stderr },
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ExitPromptError") throw error;
    throw new UsersyncError("CANCELED", {
      what: "Stopped while asking; nothing was done.",
      why: "The question was interrupted.",
      fix: "Run the command again, with --yes when no question is wanted.",
      cause: error,
    });
  }
}
