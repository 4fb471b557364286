import type { DirectoryOrphans } from "../../model/orphan.ts";
import type { Plan } from "../../model/plan.ts";
import type { ComparedSides } from "../../sync.ts";
import type { LIST_FORMATS } from "../command-line/choices.ts";
import { EXIT, type ExitCode, exitCodeOfPlan } from "../exit-code.ts";
import { runSync } from "../runs/run-sync.ts";
import type { Session } from "../session.ts";
import { type GlobalOptions, openSettings } from "../settings/open-settings.ts";
import { whileListening } from "../world/stop-signals.ts";

export interface OrphansOptions extends GlobalOptions {
  readonly only: readonly string[];
  readonly format?: (typeof LIST_FORMATS)[number];
  readonly json?: boolean;
  readonly all?: boolean;
}

/** `usersync orphans`: what the directories and the source do not account for. Changes nothing. */
export async function orphans(session: Session, options: OrphansOptions): Promise<ExitCode> {
  const { only } = options;
  const settings = await openSettings(session, options);
  const sides = new Map<string, ComparedSides>();
  const compared = (target: string, both: ComparedSides) => void sides.set(target, both);
  const plan = await whileListening(session, (stop) =>
    runSync(session, { ...settings, only, allow: [], dryRun: true, listGroups: true, compared, stop }),
  );
  const found = await findAll(plan, sides);
  const code = exitCodeOf(plan, found);
  await print(session, found, { ...options, complete: code === EXIT.done });
  return code;
}

async function findAll(
  { targets }: Plan,
  sides: ReadonlyMap<string, ComparedSides>,
): Promise<readonly DirectoryOrphans[]> {
  const { findOrphans, withoutFindings } = await import("../../plan/orphans/find-orphans.ts");
  return targets.map((plan) => {
    const both = sides.get(plan.name);
    return both === undefined ? withoutFindings(plan) : findOrphans({ ...both, plan });
  });
}

/** As of a plan in which nothing is to be done: limits and what they withhold are no matter of this command. */
function exitCodeOf(plan: Plan, found: readonly DirectoryOrphans[]): ExitCode {
  const targets = plan.targets.map((target) => ({ ...target, operations: [], incomplete: [] }));
  const code = exitCodeOfPlan({ ...plan, complete: true, targets }, false);
  const isIncomplete = found.some(({ incomplete }) => incomplete !== undefined);
  return code === EXIT.done && isIncomplete ? EXIT.incomplete : code;
}

async function print(
  { screen, world }: Session,
  found: readonly DirectoryOrphans[],
  { json, format = "text", all = false, complete }: OrphansOptions & { readonly complete: boolean },
): Promise<void> {
  switch (json === true ? "json" : format) {
    case "json": {
      const { orphansDocument } = await import("../../report/orphans/orphans-document.ts");
      const createdAt = new Date(world.clock.now());
      return screen.streamJson(orphansDocument(found, { complete, createdAt }));
    }
    case "csv": {
      const { orphansCsv } = await import("../../report/orphans/orphans-csv.ts");
      return screen.streamText(orphansCsv(found));
    }
    case "text": {
      const { orphansText } = await import("../../report/orphans/orphans-text.ts");
      const layout = { paint: screen.colors.stdout, width: screen.width, all };
      return screen.print(orphansText(found, layout).trimEnd());
    }
  }
}
