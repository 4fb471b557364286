import { type Command, Option } from "commander";
import { DEMO_TARGETS, PLAN_FORMATS, STARTER_TARGETS } from "./choices.ts";
import {
  allowOption,
  choiceCollector,
  describe,
  onlyOption,
  type Perform,
  readPort,
} from "./command-options.ts";
import { HELP } from "./help-texts.ts";

export function addRun(program: Command, perform: Perform): void {
  const command = describe(program.command("run"), "Read, plan, and bring the directories in step", HELP.run)
    .option("--dry-run", "stop before anything is written")
    .addOption(allowOption())
    .option("--cron [expression]", "stay and repeat; without an expression by schedule.cron of the config")
    .addOption(onlyOption())
    .option("--json", "print the result document, and nothing else, on stdout")
    .option("--report <file>", "write the result as a web page; {date} and {time} in the name are filled in")
    .option("--all", "shorten nothing")
    .option("--detailed-exitcode", "with --dry-run: exit code 2 when there are changes");
  command.action(() =>
    perform(async (session) => (await import("../commands/run.ts")).run(session, command.optsWithGlobals())),
  );
}

export function addPlan(program: Command, perform: Perform): void {
  const command = describe(program.command("plan").alias("diff"), "Show what a run would do", HELP.plan)
    .addOption(onlyOption())
    .addOption(allowOption())
    .addOption(new Option("--format <format>", "how to print it").choices(PLAN_FORMATS))
    .option("--json", "the same as --format json")
    .option("--out <file>", "save the plan as JSON")
    .option("--report <file>", "write the plan as a web page; {date} and {time} in the name are filled in")
    .option("--all", "shorten nothing")
    .option("--detailed-exitcode", "exit code 2 when there are changes");
  command.action(() =>
    perform(async (session) =>
      (await import("../commands/plan.ts")).plan(session, command.optsWithGlobals()),
    ),
  );
}

export function addCheck(program: Command, perform: Perform): void {
  const command = describe(
    program.command("check"),
    "Validate the config, sign in on both sides, name each missing permission",
    HELP.check,
  )
    .addOption(onlyOption())
    .option("--json", "print the findings as a document, and nothing else, on stdout");
  command.action(() =>
    perform(async (session) =>
      (await import("../commands/check.ts")).check(session, command.optsWithGlobals()),
    ),
  );
}

export function addInit(program: Command, perform: Perform): void {
  const target = new Option("--target <type>", "a directory to fill; may be repeated");
  const command = describe(program.command("init"), "Write a config to start from", HELP.init)
    .option("--tenant-id <id>", "the Entra tenant")
    .option("--client-id <id>", "the app registered in Entra")
    .addOption(
      target.choices(STARTER_TARGETS).argParser(choiceCollector(target)).default([], "atlassian-cloud"),
    )
    .option("--directory-id <id>", "of the Atlassian Cloud SCIM directory")
    .option("--crowd-url <url>", "with the context path, such as https://crowd.example.com/crowd")
    .option("--crowd-application <name>", "the application set up in Crowd")
    .option("--jira-url <url>", "of Jira Data Center, with the context path where it has one")
    .option("--confluence-url <url>", "of Confluence Data Center, likewise")
    .option("--bitbucket-url <url>", "of Bitbucket Data Center, likewise")
    .option("--out <file>", "where to write it (default: usersync.config.yaml)")
    .option("--force", "overwrite an existing file")
    .option("--yes", "ask nothing");
  command.action(() =>
    perform(async (session) =>
      (await import("../commands/init.ts")).init(session, command.optsWithGlobals()),
    ),
  );
}

export function addDemo(program: Command, perform: Perform): void {
  const command = describe(
    program.command("demo"),
    "Try the whole thing against built-in servers; no account needed",
    HELP.demo,
  )
    .addOption(
      new Option("--target <name>", "the directory whose plan is shown whole")
        .choices(DEMO_TARGETS)
        .default("cloud"),
    )
    .option("--all", "show all of them whole, and shorten nothing");
  command.action(() =>
    perform(async (session) =>
      (await import("../commands/demo.ts")).demo(session, command.optsWithGlobals()),
    ),
  );
}

export function addSandbox(program: Command, perform: Perform): void {
  const command = describe(
    program.command("sandbox"),
    "Leave the servers of the demo running, to try usersync on",
    HELP.sandbox,
  )
    .option("--port <number>", "of the first server; the others take the next", readPort)
    .option("--out <file>", "where to write their config (default: a temporary file)")
    .option("--force", "overwrite an existing file");
  command.action(() =>
    perform(async (session) =>
      (await import("../commands/sandbox.ts")).sandbox(session, command.optsWithGlobals()),
    ),
  );
}
