import { UsersyncError } from "../errors.ts";

/** Where an option stands: `["targets", 1, "url"]`. */
export type OptionPath = readonly (string | number)[];

/** One thing that is wrong with a config. */
export interface Problem {
  /** `targets[1].url`; `""` for the config as a whole. */
  readonly path: string;
  /** What stands there, ready to print. Absent when there is nothing, or when it must not be shown. */
  readonly value?: string;
  /** What is wrong, to be read after the path: `is missing`. */
  readonly wrong: string;
  /** What would be right, to be read after "Right:". */
  readonly right: string;
}

/** The one error for everything that is wrong with a config. `problems` has it as data. */
export class ConfigError extends UsersyncError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], path: string) {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super("CONFIG_INVALID", {
      what: `${path} has ${count}:\n\n${problems.map(problemText).join("\n\n")}`,
      why: "A config is used only as a whole, so nothing was read and nothing was written.",
      fix: "Correct what is listed. All options are explained in docs/configuration.md; `usersync check` looks again.",
    });
    this.problems = problems;
  }
}

function problemText({ path, value, wrong, right }: Problem): string {
  const place = path === "" ? "The config" : path;
  const shown = value === undefined ? "" : ` = ${value}`;
  const stop = wrong.endsWith("?") ? "" : ".";
  return `  ${place}${shown} ${wrong}${stop}\n    Right: ${right}.`;
}

/** A path as admins write it; keys with other characters than a name has stand in brackets. */
export function pathText(path: OptionPath): string {
  return path
    .map((step, at) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\w$-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return at === 0 ? step : `.${step}`;
    })
    .join("");
}
