import { isAbsolute, relative } from "node:path";
import type { ScopeReport, ScopeSelection } from "../../model/scope-report.ts";
import type { LIST_FORMATS } from "../command-line/choices.ts";
import { EXIT } from "../exit-code.ts";
import { readScope, selectionOf } from "../find/read-scope.ts";
import type { Session } from "../session.ts";
import { type GlobalOptions, openSettings } from "../settings/open-settings.ts";
import { whileListening } from "../world/stop-signals.ts";

export interface ScopeOptions extends GlobalOptions {
  readonly format?: (typeof LIST_FORMATS)[number];
  readonly json?: boolean;
  readonly all?: boolean;
}

/** `usersync scope`: who is in scope, who is not, and why. Reads the source only, and changes nothing. */
export async function scope(session: Session, options: ScopeOptions): Promise<number> {
  const { config, log } = await openSettings(session, options);
  const report = await whileListening(session, ({ now }) => readScope(session, { config, log, signal: now }));
  await print(session, report, selectionOf(config.source), options);
  return EXIT.done;
}

async function print(
  { screen, world }: Session,
  report: ScopeReport,
  selection: ScopeSelection,
  { json, format = "text", all = false }: ScopeOptions,
): Promise<void> {
  switch (json === true ? "json" : format) {
    case "json": {
      const { scopeDocument } = await import("../../report/scope/scope-document.ts");
      return screen.streamJson(scopeDocument(report, selection, new Date(world.clock.now())));
    }
    case "csv": {
      const { scopeCsv } = await import("../../report/scope/scope-csv.ts");
      return screen.streamText(scopeCsv(report));
    }
    case "text": {
      const { scopeText } = await import("../../report/scope/scope-text.ts");
      const layout = { paint: screen.colors.stdout, width: screen.width, all };
      return screen.print(scopeText(report, nearby(selection, world.cwd), layout).trimEnd());
    }
  }
}

/** A file below the folder that people are in, as they would write it. */
function nearby(selection: ScopeSelection, cwd: string): ScopeSelection {
  if (selection.type !== "file") return selection;
  const path = relative(cwd, selection.path);
  return path.startsWith("..") || isAbsolute(path) ? selection : { ...selection, path };
}
