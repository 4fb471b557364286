import { Command, CommanderError, Option } from "commander";
import { UsersyncError } from "../errors.ts";
import { addCheck, addDemo, addInit, addPlan, addRun, addSandbox } from "./command-line/add-commands.ts";
import { addExplain } from "./command-line/add-explain.ts";
import {
  addAdopt,
  addApply,
  addHistory,
  addLink,
  addUndo,
  addUnlink,
} from "./command-line/add-history-commands.ts";
import { addOrphans } from "./command-line/add-orphans.ts";
import { addScope } from "./command-line/add-scope.ts";
import { LOG_LEVELS } from "./command-line/choices.ts";
import type { Perform } from "./command-line/command-options.ts";
import { helpBelow } from "./command-line/help-below.ts";
import { HELP } from "./command-line/help-texts.ts";
import { packageVersion } from "./package-version.ts";
import type { Session } from "./session.ts";

/**
 * Reads the arguments and carries out the command.
 *
 * @returns The exit code.
 * @throws UsersyncError `USAGE` for arguments that mean nothing, with a suggestion where one is close.
 */
export async function runProgram(session: Session): Promise<number> {
  let code = 0;
  const program = createProgram(session, async (work) => {
    code = await work(session);
  });
  try {
    await program.parseAsync([...session.world.argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return afterCommander(error, session.world.argv);
    throw error;
  }
}

/** As `--help` lists them. */
const COMMANDS = [
  addRun,
  addPlan,
  addScope,
  addOrphans,
  addExplain,
  addApply,
  addHistory,
  addUndo,
  addLink,
  addUnlink,
  addAdopt,
  addCheck,
  addInit,
  addDemo,
  addSandbox,
];

function createProgram({ screen }: Session, perform: Perform): Command {
  const program = new Command("usersync")
    .description("Keeps Atlassian user directories in step with Microsoft Entra ID")
    .version(packageVersion(), "-V, --version", "print the version")
    .option("--config <file>", "config file (default: the nearest usersync.config.yaml and the like)")
    .addOption(new Option("--log-level <level>", "how much to log on stderr").choices(LOG_LEVELS))
    .option("--no-color", "no colours, on a terminal either")
    .helpOption("-h, --help", "show help, with examples and exit codes")
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => screen.print(text.trimEnd()),
      writeErr: (text) => screen.say(text.trimEnd()),
      outputError: () => undefined,
      getOutHelpWidth: () => screen.width,
      getErrHelpWidth: () => screen.width,
      getOutHasColors: () => screen.colors.stdout.isColorSupported,
      getErrHasColors: () => screen.colors.stderr.isColorSupported,
    })
    .exitOverride()
    .addHelpText("after", helpBelow(HELP.usersync));
  for (const add of COMMANDS) add(program, perform);
  return program;
}

/** Help and version are shown by throwing; everything else that commander throws is a mistake in the arguments. */
function afterCommander(error: CommanderError, argv: readonly string[]): number {
  const isShown = ["commander.helpDisplayed", "commander.help", "commander.version"].includes(error.code);
  if (isShown) return error.exitCode;
  const [what = "", suggestion = ""] = error.message.replace(/^error: /, "").split("\n");
  throw new UsersyncError("USAGE", {
    what: `${what.charAt(0).toUpperCase()}${what.slice(1)}`.replace(/[^.]$/, "$&."),
    why: suggestion.replace(/^\((.*)\)$/, "$1"),
    fix: isRunFormat(what, argv)
      ? "usersync plan --format has the formats; usersync run has --json, and --report <file.html>."
      : "usersync --help lists the commands, usersync <command> --help its options.",
    cause: error,
  });
}

function isRunFormat(what: string, argv: readonly string[]): boolean {
  return argv.includes("run") && /unknown option '--format/.test(what);
}
