import { UsersyncError } from "../../errors.ts";
import type { Session } from "../session.ts";

/**
 * Asks before something is written, and says so when the answer is no. Without a terminal, or with JSON on
 * stdout, there is nobody to ask.
 *
 * @throws UsersyncError `USAGE` when it cannot ask; `CANCELED` for Ctrl-C.
 */
export async function confirm(
  session: Session,
  { question, yes, json }: { readonly question: string; readonly yes: boolean; readonly json: boolean },
): Promise<boolean> {
  if (yes) return true;
  if (json || session.world.stdin.isTTY !== true) throw nobodyToAsk(json);
  const isAgreed = await ask(session, question);
  if (!isAgreed) session.screen.print("Nothing was done.");
  return isAgreed;
}

async function ask({ world }: Session, question: string): Promise<boolean> {
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

function nobodyToAsk(json: boolean): UsersyncError {
  return new UsersyncError("USAGE", {
    what: "Nothing was done, since nobody could be asked.",
    why: `This needs a yes, and ${json ? "with --json no question is asked" : "there is no terminal to ask on"}.`,
    fix: json
      ? "See without --json what it would do, then run this command with --yes."
      : "Read above what it would do, then run the same command with --yes.",
  });
}
