import { ConfigError, type Problem } from "../../config/problem.ts";
import { UsersyncError } from "../../errors.ts";
import { visibleText } from "../../report/visible-text.ts";
import { type ExitCode, exitCodeOfError } from "../exit-code.ts";
import type { Session } from "../session.ts";
import type { Colors } from "../world/terminal.ts";

export interface ErrorStyle {
  /** stdout is for a program: the error stands there as a document too. */
  readonly json: boolean;
  /** Stacks and causes are shown. */
  readonly debug: boolean;
}

/** What stands on stdout instead of a plan when `--json` was asked for and there is none. */
export interface ErrorDocument {
  readonly format: "usersync-error/1";
  readonly exitCode: ExitCode;
  readonly error: Explained;
  /** Each problem of a config as data, where that is the error. */
  readonly problems?: readonly Problem[];
}

/** Says on stderr what went wrong, why, and what to do; on stdout too, as JSON, where that was asked for. */
export function reportError({ screen }: Session, error: unknown, { json, debug }: ErrorStyle): ExitCode {
  screen.say(errorText(explain(error), screen.colors.stderr));
  if (debug) screen.say(screen.colors.stderr.dim(stackOf(error)));
  const document = errorDocument(error);
  if (json) screen.printJson(document);
  return document.exitCode;
}

export function errorDocument(error: unknown): ErrorDocument {
  const { code, message, why, fix } = explain(error);
  return {
    format: "usersync-error/1",
    exitCode: exitCodeOfError(code),
    error: { code, message, why, fix },
    ...(error instanceof ConfigError && { problems: error.problems }),
  };
}

export interface Explained {
  readonly code: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** Anything but an error of ours is a bug. */
function explain(error: unknown): Explained {
  if (error instanceof UsersyncError) return error;
  return {
    code: "BUG",
    message: `usersync met something that it did not expect: ${error instanceof Error ? error.message : String(error)}`,
    why: "This is a bug in usersync, not a mistake of yours.",
    fix: "Run the same command again with --log-level debug and report what it prints, with the command.",
  };
}

/**
 * ```text
 * ✗ The directory refused the key.
 *   Why  …
 *   Fix  …
 * ```
 */
function errorText({ message, why, fix }: Explained, colors: Colors): string {
  return [
    `${colors.red("✗")} ${indentRest(message, 2)}`,
    ...(why === "" ? [] : [`  ${colors.dim("Why")}  ${indentRest(why, 7)}`]),
    ...(fix === "" ? [] : [`  ${colors.bold("Fix")}  ${indentRest(fix, 7)}`]),
  ].join("\n");
}

/** Servers and files have a say in these texts, so each line is made harmless. */
function indentRest(text: string, columns: number): string {
  const [first = "", ...rest] = text.split("\n").map(visibleText);
  return [first, ...rest.map((line) => (line === "" ? "" : `${" ".repeat(columns)}${line}`))].join("\n");
}

/** The stack, and those of the causes below it. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? String(error);
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`;
}
