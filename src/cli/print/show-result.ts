import type { Plan } from "../../model/plan.ts";
import { EXIT, type ExitCode, exitCodeOfPlan } from "../exit-code.ts";
import type { Session } from "../session.ts";
import { printPlan, writeReport } from "./print-plan.ts";
import { type Moment, reportPath } from "./report-path.ts";

export interface ShowOptions {
  readonly json?: boolean;
  readonly report?: string;
  readonly all?: boolean;
}

export interface Shown extends ShowOptions {
  readonly stage: "plan" | "result";
  /** What the placeholders in the path of a report become. */
  readonly begun: Moment;
  readonly detailed?: boolean;
  /** Several documents follow each other. */
  readonly layout?: "line";
  /** Says that the report could not be written. */
  readonly complain: (error: unknown) => void;
}

/** Says what came of a run, in print and as a web page, and turns it into an exit code. */
export async function showResult(session: Session, plan: Plan, shown: Shown): Promise<ExitCode> {
  const { json, all = false, stage, layout, report, begun, detailed = false } = shown;
  const format = json === true ? "json" : "text";
  await printPlan(session, plan, { format, stage, all, ...(layout !== undefined && { layout }) });
  const path = report === undefined ? undefined : reportPath(report, begun);
  const isKept = await keepReport(session, plan, { ...shown, path });
  return isKept ? exitCodeOfPlan(plan, detailed) : EXIT.error;
}

/** A report that cannot be written must not hide what the run did, so it is an error beside the result. */
async function keepReport(
  session: Session,
  plan: Plan,
  { path, stage, complain }: Pick<Shown, "stage" | "complain"> & { readonly path: string | undefined },
): Promise<boolean> {
  if (path === undefined) return true;
  try {
    await writeReport(session, plan, { path, stage });
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}
