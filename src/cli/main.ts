import { reportError } from "./print/report-error.ts";
import { runProgram } from "./program.ts";
import { openSession, type Session } from "./session.ts";
import type { World } from "./world/world.ts";

/**
 * The command line: does what the arguments ask for and says how it went.
 *
 * @returns The exit code. Never rejects: whatever goes wrong is reported.
 */
export function main(world: World): Promise<number> {
  return runSession(openSession(world));
}

export async function runSession(session: Session): Promise<number> {
  try {
    return await runProgram(session);
  } catch (error) {
    return reportCrash(session, error);
  }
}

/** Also for what was thrown where nobody waited: it must pass the redactor like everything else. */
export function reportCrash(session: Session, error: unknown): number {
  const { argv } = session.world;
  return reportError(session, error, { json: wantsJson(argv), debug: wantsDebug(argv) });
}

/** Read from the arguments as they stand, since parsing them may be what failed. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.includes("--json") || valueAfter("--format", argv) === "json";
}

function wantsDebug(argv: readonly string[]): boolean {
  return valueAfter("--log-level", argv) === "debug";
}

function valueAfter(option: string, argv: readonly string[]): string | undefined {
  const joined = argv.find((argument) => argument.startsWith(`${option}=`));
  if (joined !== undefined) return joined.slice(option.length + 1);
  const index = argv.indexOf(option);
  return index === -1 ? undefined : argv[index + 1];
}
