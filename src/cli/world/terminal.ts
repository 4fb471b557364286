import picocolors from "picocolors";
import type { Output, World } from "./world.ts";

export type Colors = ReturnType<typeof picocolors.createColors>;

/**
 * The colours for what is written to a stream: on a terminal only, unless FORCE_COLOR says otherwise.
 *
 * @see https://no-color.org and https://force-color.org
 */
export function colorsFor(stream: Output, { argv, env }: World): Colors {
  const isWanted = !argv.includes("--no-color") && isColorWelcome(stream, env);
  return picocolors.createColors(isWanted);
}

function isColorWelcome(stream: Output, env: World["env"]): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return !["0", "false"].includes(forced.toLowerCase());
  return isWatched(stream, env);
}

/** Whether a person sits before the stream: no pipe, no file, no build server. */
export function isWatched(stream: { readonly isTTY?: boolean | undefined }, env: World["env"]): boolean {
  return stream.isTTY === true && env["TERM"] !== "dumb" && !isCi(env);
}

export function isCi(env: World["env"]): boolean {
  return !["", "0", "false", undefined].includes(env["CI"]?.toLowerCase());
}
