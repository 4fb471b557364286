import type { HelpText } from "./help-below.ts";

const DONE = [0, "done, or nothing to do"] as const;
const ERROR = [1, "error: config, sign-in, network, a bug"] as const;
const CHANGES = [2, "with --detailed-exitcode: there are changes"] as const;
const PARTIAL = [3, "some operations failed, the rest were done"] as const;
const WITHHELD = [4, "a safety limit or a guard withheld operations; what was safe was done"] as const;
const INCOMPLETE = [5, "a read was incomplete: nothing was written"] as const;
const LOCKED = [6, "another run holds one of the directories"] as const;

export const HELP = {
  usersync: {
    examples: [
      ["usersync demo", "see what it does, with nothing to set up"],
      ["usersync init", "write a config"],
      ["usersync check", "see whether every permission is there"],
      ["usersync plan", "see what a run would do"],
      ["usersync run", "do it"],
    ],
    exitCodes: [DONE, ERROR, CHANGES, PARTIAL, WITHHELD, INCOMPLETE, LOCKED],
  },
  run: {
    examples: [
      ["usersync run", "once"],
      ["usersync run --dry-run", "only show what would be done"],
      ["usersync run --only cloud", "one target of several"],
      ["usersync run --allow disable=50", "let a limit through this once"],
      ["usersync run --cron '*/15 * * * *'", "stay, and run every quarter of an hour"],
      ["usersync run --cron", "stay, and follow schedule.cron of the config"],
      ["usersync run --json --report run.html", "the result for a program and for people"],
      ["usersync run --cron --report '{date}-{time}.html'", "a report of its own for each run"],
    ],
    exitCodes: [
      DONE,
      ERROR,
      [2, "with --dry-run --detailed-exitcode: there are changes"],
      PARTIAL,
      WITHHELD,
      INCOMPLETE,
      LOCKED,
    ],
    remarks: [
      "Without --cron there is one run, whatever schedule.cron says.",
      "The first SIGTERM or Ctrl-C finishes what is under way and reports; the second stops at once.",
      "With --cron a failed run never ends the program, --json prints one document a line for each run,",
      "and the exit code is the one of the last run.",
      "In --report, {date} and {time} become the moment at which the run begins: 2026-11-25, 22-15-00, in",
      "the time zone schedule.timezone or the machine's. Without them a run overwrites the last report.",
    ],
  },
  plan: {
    examples: [
      ["usersync plan", "what a run would do"],
      ["usersync plan --all", "every operation, however many there are"],
      ["usersync plan --format markdown", "for a pull request or a job summary"],
      ["usersync plan --out plan.json", "keep it, for usersync apply plan.json"],
      ["usersync plan --detailed-exitcode", "exit code 2 when there are changes"],
    ],
    exitCodes: [
      [0, "a plan was made"],
      ERROR,
      CHANGES,
      [4, "a safety limit or a guard withholds operations"],
      [5, "a read was incomplete: there is nothing to go by"],
    ],
  },
  scope: {
    examples: [
      ["usersync scope", "who is in, who is out, and by which setting"],
      ["usersync scope --all", "everybody, however many there are"],
      ["usersync scope --format csv > scope.csv", "for a spreadsheet"],
      ["usersync scope --json", "for a program"],
    ],
    exitCodes: [[0, "shown"], ERROR, [5, "a read was incomplete: there is nothing to go by"]],
    remarks: [
      "Reads the source only and contacts no directory. What a change of the scope would do to accounts is",
      "what usersync plan shows.",
    ],
  },
  orphans: {
    examples: [
      ["usersync orphans", "what the directories and Entra do not account for, and what to do about it"],
      ["usersync orphans --only crowd --all", "one directory, everything"],
      ["usersync orphans --format csv > orphans.csv", "for a spreadsheet"],
      ["usersync orphans --json", "for a program"],
    ],
    exitCodes: [
      [0, "everything was read, whatever was found"],
      [1, "error: config, sign-in, network, a bug; the other directories are listed"],
      [5, "a read was incomplete; what was read is listed"],
    ],
    remarks: [
      "Lists accounts without a person and people without an account, people and accounts that could be each",
      "other's, groups that are not kept in step, and disabled accounts that still are in groups. Changes",
      "nothing, and says what was not looked at.",
    ],
  },
  explain: {
    examples: [
      ["usersync explain ada@example.com", "in Entra, in the scope, and in every directory"],
      ["usersync explain ada --only crowd", "by username, in one directory"],
      ["usersync explain ada@example.com --json", "for a program"],
    ],
    exitCodes: [
      [0, "found on one of the sides"],
      [1, "nobody knows the name; or an error: config, sign-in, network, a bug"],
      [5, "the source could not be read to its end"],
    ],
    remarks: ["Reads what a plan reads, and changes nothing. A directory that cannot be read is said so."],
  },
  apply: {
    examples: [
      ["usersync apply plan.json", "what was reviewed, and nothing else"],
      ["usersync apply plan.json --only-kinds import,update", "a part of it"],
      ["usersync apply plan.json --approve disable", "also what a limit had withheld of this kind"],
    ],
    exitCodes: [
      [0, "all of it is done, or was so already"],
      [1, "refused as a whole: another config or version, edited, incomplete; or an error"],
      [3, "some operations went stale or failed, the rest were done"],
      WITHHELD,
      INCOMPLETE,
      LOCKED,
    ],
    remarks: [
      "Each account, group and person that the plan touches is looked at again first. What has changed since",
      "is left out and said; nothing is ever added. The config and the version must be those of the plan.",
    ],
  },
  history: {
    examples: [
      ["usersync history", "the last 20 runs"],
      ["usersync history 12", "everything that run 12 did, before and after"],
      ["usersync history --user ada", "what happened to one person"],
      ["usersync history --json", "for a program"],
      ["usersync history --verify", "is the audit file whole and unchanged?"],
    ],
    exitCodes: [
      [0, "shown; with --verify: nothing is missing or changed"],
      [1, "an error; with --verify: the file is not as usersync left it"],
    ],
  },
  undo: {
    examples: [
      ["usersync undo 12", "shows what it would do, and asks"],
      ["usersync undo 12 --dry-run", "only shows it"],
      ["usersync undo 12 --yes", "asks nothing"],
      ["usersync undo 12 --only crowd", "in one directory"],
    ],
    exitCodes: [DONE, ERROR, PARTIAL, WITHHELD, INCOMPLETE, LOCKED],
    remarks: [
      "What others have changed since is left alone and listed, and so is what cannot come back: accounts and",
      "groups are never deleted. The next run does what Entra says; mend the cause before.",
    ],
  },
  link: {
    examples: [
      ["usersync link ada@example.com alovelace", "the only directory of the config"],
      ["usersync link ada@example.com alovelace --target crowd", "one of several"],
    ],
    exitCodes: [DONE, ERROR, PARTIAL, LOCKED],
    remarks: ["From the next run on the account is kept in step with that person."],
  },
  adopt: {
    examples: [
      ["usersync adopt", "which groups wait, and who would join and leave"],
      ["usersync adopt developers 'Site Owners'", "take these over, in every directory that has them"],
      ["usersync adopt --every --target crowd", "all that wait in one directory"],
      [
        "usersync adopt --release developers",
        "let it go: it stays as it is, and is not kept in step any more",
      ],
    ],
    exitCodes: [DONE, ERROR, INCOMPLETE, LOCKED],
    remarks: [
      "A group that was in a directory before usersync came is left as it is until it is taken over, unless a rule",
      "of mapping.groups says adopt: always or never. This command changes no member: the next run does.",
      "usersync undo takes it back.",
    ],
  },
  unlink: {
    examples: [["usersync unlink alovelace --target crowd", "the account is nobody's then"]],
    exitCodes: [DONE, ERROR, PARTIAL, LOCKED],
    remarks: ["The two are not put together again by a username or an e-mail, until usersync link says so."],
  },
  check: {
    examples: [
      ["usersync check", "config, sign-in and permissions"],
      ["usersync check --only crowd", "one target and the source"],
      ["usersync check --json", "for a program"],
    ],
    exitCodes: [
      [0, "everything needed is there"],
      [1, "there is a problem"],
    ],
  },
  init: {
    examples: [
      ["usersync init", "asks on a terminal"],
      ["usersync init --target atlassian-cloud --target crowd --yes", "asks nothing"],
      ["usersync init --target jira --jira-url https://jira.example.com", "asks what is left"],
      ["usersync init --tenant-id contoso.example --out staging.yaml", "another file"],
    ],
    exitCodes: [
      [0, "the file was written"],
      [1, "nothing was written: an option is wrong, or the file exists or cannot be written"],
    ],
    remarks: ["Secrets are never asked for: the file refers to environment variables."],
  },
  demo: {
    examples: [
      ["usersync demo", "plan, run, and a second plan that is empty"],
      ["usersync demo --target jira", "with the plan for Jira shown whole"],
    ],
    exitCodes: [
      [0, "everything went as it should"],
      [1, "something was off"],
    ],
  },
  sandbox: {
    examples: [
      ["usersync sandbox", "on any free ports"],
      ["usersync sandbox --port 9000 --out sandbox.yaml", "on 9000 and the next, config in a file of yours"],
    ],
    exitCodes: [
      [0, "stopped by Ctrl-C or SIGTERM"],
      [1, "the servers could not be started"],
    ],
    remarks: [
      "docs/sandbox.md says how to disable and rename people on these servers, and what goes wrong with a server",
      "that is down or a wrong password. They forget everything when they stop.",
    ],
  },
} as const satisfies Record<string, HelpText>;
