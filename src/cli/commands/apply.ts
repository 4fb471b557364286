import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { UsersyncError } from "../../errors.ts";
import type { Log } from "../../model/log.ts";
import type { OperationKind } from "../../model/operation.ts";
import { packageVersion } from "../package-version.ts";
import { reportError } from "../print/report-error.ts";
import { assertPlaceholders, assertReportWritable, momentOf } from "../print/report-path.ts";
import { type ShowOptions, showResult } from "../print/show-result.ts";
import { applyReviewed } from "../runs/apply-reviewed.ts";
import type { Session } from "../session.ts";
import { type GlobalOptions, openSettings } from "../settings/open-settings.ts";
import { whileListening } from "../world/stop-signals.ts";

export interface ApplyOptions extends GlobalOptions, ShowOptions {
  readonly approve: readonly OperationKind[];
  /** Absent: all kinds. */
  readonly onlyKinds?: readonly OperationKind[];
}

/** `usersync apply plan.json`: what the file says, as far as it still fits, and nothing else. */
export async function apply(session: Session, path: string, options: ApplyOptions): Promise<number> {
  assertPlaceholders(options.report);
  const settings = await openSettings(session, options);
  await assertReportWritable(session, settings, options.report);
  const begun = momentOf(session, settings);
  const text = await readPlanFile(path, session.world.cwd, settings.log);
  const { readSavedPlan } = await import("../../saved/read-saved-plan.ts");
  const { plan, digest } = readSavedPlan(text, { path, config: settings.config, version: packageVersion() });

  const { approve, onlyKinds } = options;
  const choice = { approve, ...(onlyKinds !== undefined && { onlyKinds }) };
  const createdAt = plan.createdAt.toISOString();
  const circumstances = { plan: { file: path, digest, createdAt } };
  const result = await whileListening(session, (stop) =>
    applyReviewed(session, { settings, plan, kind: "apply", choice, circumstances, stop }),
  );
  const complain = (error: unknown) => reportError(session, error, { json: false, debug: false });
  return showResult(session, result, { ...options, stage: "result", begun, complain });
}

async function readPlanFile(path: string, cwd: string, log: Log): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(resolve(cwd, path));
    await warnIfOpenToOthers(file, path, log);
    return await file.readFile("utf8");
  } catch (cause) {
    throw new UsersyncError("USAGE", {
      what: `${path} cannot be read.`,
      why: cause instanceof Error ? cause.message : String(cause),
      fix: "Name a file that usersync plan --out has written.",
      cause,
    });
  } finally {
    await file?.close();
  }
}

/** The digest in a plan finds an accident. Whoever may write the file can make a new digest, too. */
async function warnIfOpenToOthers(file: FileHandle, path: string, log: Log): Promise<void> {
  const { mode } = await file.stat();
  if (process.platform === "win32" || (mode & WRITABLE_BY_OTHERS) === 0) return;
  log.warn(
    `Other accounts of this machine can write to ${path}, and so change what was reviewed: its digest is no ` +
      `signature. Run \`chmod go-w ${path}\`, and keep plans where only those who review them can write.`,
  );
}

const WRITABLE_BY_OTHERS = 0o022;
