import type { Plan, TargetPlan } from "../../model/plan.ts";
import { tallyWords } from "../../report/outline/tally.ts";
import { wrapToWidth } from "../../report/text/display-width.ts";
import type { Stage } from "../../report/words.ts";
import type { Screen } from "../world/screen.ts";

/** A line or two for each directory: what is to be done there, or was done. */
export function shortLines(
  { targets }: Pick<Plan, "targets">,
  stage: Stage,
  { colors: { stdout: paint }, width }: Pick<Screen, "colors" | "width">,
): string {
  const column = Math.max(...targets.map(({ name }) => name.length)) + 2;
  return targets
    .flatMap((target) => {
      const [first = "", ...rest] = wrapToWidth(inShort(target, stage), width - column - 2);
      const name = paint.bold(target.name.padEnd(column));
      return [`  ${name}${first}`, ...rest.map((line) => `  ${" ".repeat(column)}${line}`)];
    })
    .join("\n");
}

function inShort({ operations, error }: TargetPlan, stage: Stage): string {
  if (error !== undefined) return `✗ ${error.message}`;
  return tallyWords(operations, stage) || "✓ Nothing to change.";
}

export const INTRODUCTION =
  "A small company in Entra and its five directories, all on this machine: Atlassian Cloud, Crowd, Jira, Confluence and Bitbucket.";

export const WENT_WRONG = "\nThis is not how the demo should end. Please report it with the text above.";

export const WHERE_TO_GO = `
Where to go next:
  usersync demo --target jira   the plan of another directory; --all shows everything
  usersync sandbox              the same servers, left running to play with
  usersync init                 a config for your own tenant
  README.md, docs/              what to register in Entra and where to get the keys`;
