import type { ConfigContext } from "./context.ts";
import type { Problem } from "./problem.ts";

/**
 * A rule about more than one option, or about files.
 *
 * It looks at the config as it was written, so that it speaks up together with the problems of single
 * options, and says nothing about what is no option at all.
 *
 * @param config With its references put in.
 * @param emptied Options that are gone because their references gave nothing.
 */
export type Rule = (
  config: unknown,
  context: ConfigContext,
  emptied: ReadonlySet<string>,
) => readonly Problem[];
