import { tmpdir } from "node:os";
import { Command } from "commander";
import { vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { fakeWorld } from "../cli/fake-world.ts";

/** The arguments of one invocation of usersync. */
export type Invocation = readonly string[];

const WORD = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\|&;()<>])+/y;
const OPERATOR = /[|&;()]+|\d*[<>]+&?/y;
const COMMENT = /#.*/y;
const BLANK = /\s+/y;
/** What may stand before a command on its line. */
const BEFORE =
  /^(?:\w+=.*|npx|--no|--|node|exec|env|sudo|then|do|if|!|\$|flock|-n|-E|\d|\/\S*\/lock|ExecStart=.*)$/;
const PROGRAM = /^(?:ExecStart=)?(?:\S*\/)?usersync(?:\.js)?$/;

/** The invocations of usersync in a shell script, a crontab or a unit of systemd. */
export function invocationsIn(script: string): readonly Invocation[] {
  const lines = script
    .replaceAll(/\\\n\s*/g, " ")
    .replaceAll(/\$\{\{.*?\}\}/g, "x")
    .split("\n");
  return lines.flatMap((line) => commandsOf(withoutSchedule(line)).flatMap(invocationOf));
}

/** Five fields and the account, at the beginning of a line of a crontab. */
function withoutSchedule(line: string): string {
  return line.replace(/^(?:[\d*/,-]+ ){5}\w+ /, "");
}

function invocationOf(words: readonly string[]): readonly Invocation[] {
  const at = words.findIndex((word) => PROGRAM.test(word));
  const isCommand = at >= 0 && words.slice(0, at).every((word) => BEFORE.test(word));
  return isCommand ? [words.slice(at + 1)] : [];
}

function commandsOf(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (let at = 0; at < line.length; ) {
    const [kind, text] = tokenAt(line, at);
    at += text.length;
    if (kind === "operator") commands.push([]);
    if (kind === "word") commands.at(-1)?.push(unquoted(text));
  }
  return commands;
}

function tokenAt(line: string, at: number): ["blank" | "operator" | "word", string] {
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(line)?.[0];
  };
  const blank = take(BLANK) ?? take(COMMENT);
  if (blank !== undefined) return ["blank", blank];
  const operator = take(OPERATOR);
  if (operator !== undefined) return ["operator", operator];
  return ["word", take(WORD) ?? line.slice(at, at + 1)];
}

function unquoted(word: string): string {
  return word.replaceAll(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g, (_, single, double, escaped) =>
    String(single ?? double ?? escaped),
  );
}

/**
 * What the program says about arguments; empty when it understands them. They are parsed by the program
 * itself, and nothing is carried out.
 */
export async function complaintAbout(argv: Invocation): Promise<string> {
  const { action } = Command.prototype;
  const spy = vi.spyOn(Command.prototype, "action").mockImplementation(function (this: Command) {
    return action.call(this, () => undefined);
  });
  try {
    const outside = fakeWorld({ argv, cwd: tmpdir() });
    return (await main(outside.world)) === 0 ? "" : outside.stderr();
  } finally {
    spy.mockRestore();
  }
}
