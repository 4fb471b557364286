/** What stands below the options of `usersync <command> --help`. */
export interface HelpText {
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[];
  readonly remarks?: readonly string[];
}

export function helpBelow({ examples, exitCodes, remarks = [] }: HelpText): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  return [
    "",
    "Examples:",
    ...examples.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`),
    "",
    "Exit codes:",
    ...exitCodes.map(([code, meaning]) => `  ${code}  ${meaning}`),
    ...(remarks.length === 0 ? [] : ["", ...remarks]),
  ].join("\n");
}
