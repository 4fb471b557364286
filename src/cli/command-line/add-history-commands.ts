import { type Command, Option } from "commander";
import { allowOption, describe, onlyOption, type Perform, readCount, readKinds } from "./command-options.ts";
import { HELP } from "./help-texts.ts";

export function addApply(program: Command, perform: Perform): void {
  const approve = new Option(
    "--approve <kinds>",
    "also do what was withheld of these kinds, such as disable",
  );
  const onlyKinds = new Option("--only-kinds <kinds>", "leave out all other kinds, such as import,update");
  const command = describe(
    program.command("apply").argument("<plan>", "a file that plan --out has written"),
    "Carry out a saved plan, as far as it still fits",
    HELP.apply,
  )
    .addOption(approve.argParser(readKinds).default([], "none"))
    .addOption(onlyKinds.argParser(readKinds))
    .option("--json", "print the result document, and nothing else, on stdout")
    .option("--report <file>", "write the result as a web page")
    .option("--all", "shorten nothing");
  command.action((path: string) =>
    perform(async (session) =>
      (await import("../commands/apply.ts")).apply(session, path, command.optsWithGlobals()),
    ),
  );
}

export function addHistory(program: Command, perform: Perform): void {
  const command = describe(
    program.command("history").argument("[run]", "the number of a run, to see all that it did"),
    "Show what past runs did",
    HELP.history,
  )
    .option("--user <name>", "one person's changes: a username, an object id or an account's id")
    .option("--limit <number>", "how many runs to list (default: 20)", readCount)
    .option(
      "--verify [older...]",
      "check that the audit file is whole and unchanged; with files that were moved away, the oldest first, also those",
    )
    .option("--json", "print a document, and nothing else, on stdout");
  command.action((run: string | undefined) =>
    perform(async (session) =>
      (await import("../commands/history.ts")).history(session, run, command.optsWithGlobals()),
    ),
  );
}

export function addUndo(program: Command, perform: Perform): void {
  const command = describe(
    program.command("undo").argument("<run>", "its number in the history"),
    "Take back what a run did",
    HELP.undo,
  )
    .option("--yes", "ask nothing")
    .option("--dry-run", "only show what would be taken back")
    .addOption(onlyOption())
    .addOption(allowOption())
    .option("--json", "print the result document, and nothing else, on stdout")
    .option("--report <file>", "write the result as a web page")
    .option("--all", "shorten nothing");
  command.action((run: string) =>
    perform(async (session) =>
      (await import("../commands/undo.ts")).undo(session, run, command.optsWithGlobals()),
    ),
  );
}

export function addAdopt(program: Command, perform: Perform): void {
  const command = describe(
    program
      .command("adopt")
      .argument("[group...]", "names of groups in the directory; none: list those that wait"),
    "Keep groups in step that were in a directory before",
    HELP.adopt,
  )
    .option("--every", "all groups that wait")
    .option("--release", "let groups go again that are kept in step")
    .option("--target <name>", "only in this directory")
    .option("--yes", "ask nothing")
    .option("--json", "print the result document, and nothing else, on stdout");
  command.action((groups: readonly string[]) =>
    perform(async (session) =>
      (await import("../commands/adopt.ts")).adopt(session, groups, command.optsWithGlobals()),
    ),
  );
}

export function addLink(program: Command, perform: Perform): void {
  const command = describe(
    program
      .command("link")
      .argument("<user>", "somebody in Entra: user principal name or object id")
      .argument("<account>", "a username in the directory"),
    "Say whose account it is",
    HELP.link,
  )
    .option("--target <name>", "the directory; may be left out when there is one")
    .option("--yes", "ask nothing")
    .option("--json", "print the result document, and nothing else, on stdout");
  command.action((user: string, account: string) =>
    perform(async (session) =>
      (await import("../commands/link.ts")).link(session, { user, account }, command.optsWithGlobals()),
    ),
  );
}

export function addUnlink(program: Command, perform: Perform): void {
  const command = describe(
    program.command("unlink").argument("<account>", "a username in the directory"),
    "Take a link away, and leave the account alone from then on",
    HELP.unlink,
  )
    .option("--target <name>", "the directory; may be left out when there is one")
    .option("--yes", "ask nothing")
    .option("--json", "print the result document, and nothing else, on stdout");
  command.action((account: string) =>
    perform(async (session) =>
      (await import("../commands/link.ts")).unlink(session, account, command.optsWithGlobals()),
    ),
  );
}
