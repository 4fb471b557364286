import type { Plan } from "../../model/plan.ts";
import type { Stage } from "../../report/words.ts";
import type { PLAN_FORMATS } from "../command-line/choices.ts";
import type { Session } from "../session.ts";
import { writeOutputFile } from "./output-file.ts";

export interface PrintOptions {
  readonly format: (typeof PLAN_FORMATS)[number];
  /** Before anything is done, or after. */
  readonly stage: Stage;
  /** Shorten nothing. */
  readonly all: boolean;
  /** Several JSON documents follow each other. */
  readonly layout?: "line";
}

/** Prints a plan or a result on stdout. The formats are loaded only when they are asked for. */
export async function printPlan({ screen }: Session, plan: Plan, options: PrintOptions): Promise<void> {
  const { stage, all, layout } = options;
  switch (options.format) {
    case "json": {
      const { toLazyDocument } = await import("../../report/json/to-document.ts");
      return screen.streamJson(toLazyDocument(plan), layout);
    }
    case "text": {
      const { reportText } = await import("../../report/text/report-text.ts");
      const { width, colors } = screen;
      return screen.print(reportText(plan, stage, { paint: colors.stdout, width, all }).trimEnd());
    }
    case "markdown": {
      const { planMarkdown } = await import("../../report/markdown/plan-markdown.ts");
      return screen.print(planMarkdown(plan, { stage }).trimEnd());
    }
    case "html": {
      const { planHtml } = await import("../../report/html/plan-html.ts");
      return screen.print(planHtml(plan, { stage }).trimEnd());
    }
  }
}

/**
 * Writes the web page of `--report`.
 *
 * @throws UsersyncError `USAGE` when the file cannot be written.
 */
export async function writeReport(
  { world, redactor }: Session,
  plan: Plan,
  { path, stage }: { readonly path: string; readonly stage: Stage },
): Promise<void> {
  const { planHtml } = await import("../../report/html/plan-html.ts");
  await writeOutputFile(path, world.cwd, redactor.redact(planHtml(plan, { stage })));
}
