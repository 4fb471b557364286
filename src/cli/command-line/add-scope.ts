import { type Command, Option } from "commander";
import { LIST_FORMATS } from "./choices.ts";
import { describe, type Perform } from "./command-options.ts";
import { HELP } from "./help-texts.ts";

export function addScope(program: Command, perform: Perform): void {
  const command = describe(program.command("scope"), "Show who is in scope, who is not, and why", HELP.scope)
    .addOption(new Option("--format <format>", "how to print it").choices(LIST_FORMATS))
    .option("--json", "the same as --format json")
    .option("--all", "shorten nothing");
  command.action(() =>
    perform(async (session) =>
      (await import("../commands/scope.ts")).scope(session, command.optsWithGlobals()),
    ),
  );
}
