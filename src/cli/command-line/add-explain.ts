import type { Command } from "commander";
import { describe, onlyOption, type Perform } from "./command-options.ts";
import { HELP } from "./help-texts.ts";

export function addExplain(program: Command, perform: Perform): void {
  const command = describe(
    program
      .command("explain")
      .argument("<user>", "a user principal name, an object id, a username or an e-mail, from either side"),
    "Tell the whole story of one person",
    HELP.explain,
  )
    .addOption(onlyOption())
    .option("--json", "print a document, and nothing else, on stdout");
  command.action((user: string) =>
    perform(async (session) =>
      (await import("../commands/explain.ts")).explain(session, user, command.optsWithGlobals()),
    ),
  );
}
