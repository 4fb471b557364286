import { type Command, Option } from "commander";
import { LIST_FORMATS } from "./choices.ts";
import { describe, onlyOption, type Perform } from "./command-options.ts";
import { HELP } from "./help-texts.ts";

export function addOrphans(program: Command, perform: Perform): void {
  const command = describe(
    program.command("orphans"),
    "Show accounts without a person, people without an account",
    HELP.orphans,
  )
    .addOption(onlyOption())
    .addOption(new Option("--format <format>", "how to print it").choices(LIST_FORMATS))
    .option("--json", "the same as --format json")
    .option("--all", "shorten nothing");
  command.action(() =>
    perform(async (session) =>
      (await import("../commands/orphans.ts")).orphans(session, command.optsWithGlobals()),
    ),
  );
}
