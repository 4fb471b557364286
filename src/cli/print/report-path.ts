import { UsersyncError } from "../../errors.ts";
import type { Session } from "../session.ts";
import type { Settings } from "../settings/open-settings.ts";
import { assertWritable } from "./output-file.ts";

/** A time in a place. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** IANA name; the machine's own when absent. */
  readonly timezone?: string;
}

const IN_BRACES = /\{([^{}]*)\}/g;

const PLACEHOLDERS: ReadonlyMap<string, (moment: Moment) => string> = new Map([
  ["date", (moment) => textOf(moment, { dateStyle: "short" })],
  // A colon may stand in no file name of Windows.
  ["time", (moment) => textOf(moment, { timeStyle: "medium" }).replaceAll(":", "-")],
]);

/** `run-{date}-{time}.html` becomes `run-2026-11-25-22-15-00.html`. Unknown placeholders stay. */
export function reportPath(path: string, moment: Moment): string {
  return path.replace(IN_BRACES, (whole, name: string) => PLACEHOLDERS.get(name)?.(moment) ?? whole);
}

/** @throws UsersyncError `USAGE` for a placeholder that means nothing. */
export function assertPlaceholders(path: string | undefined): void {
  const names = [...(path ?? "").matchAll(IN_BRACES)].map(([, name = ""]) => name);
  const unknown = names.find((name) => !PLACEHOLDERS.has(name));
  if (unknown === undefined) return;
  throw new UsersyncError("USAGE", {
    what: `--report has {${unknown}} in it, which stands for nothing.`,
    why: "In the name of a report {date} and {time} stand for the moment at which its run begins, and nothing else does.",
    fix: "Write --report 'run-{date}-{time}.html', or a name without braces.",
  });
}

/** The moment that names the report of a run which begins now, in the time zone of its schedule. */
export function momentOf({ world }: Session, { config: { schedule } }: Settings): Moment {
  const { timezone } = schedule;
  return { time: world.clock.now(), ...(timezone !== undefined && { timezone }) };
}

/**
 * Finds out before a run whether its report can be written.
 *
 * @throws UsersyncError `USAGE`
 */
export async function assertReportWritable(
  session: Session,
  settings: Settings,
  path: string | undefined,
): Promise<void> {
  if (path === undefined) return;
  await assertWritable(reportPath(path, momentOf(session, settings)), session.world.cwd);
}

/** Swedish writes both as ISO 8601 does. */
function textOf(
  { time, timezone }: Moment,
  style: Pick<Intl.DateTimeFormatOptions, "dateStyle" | "timeStyle">,
): string {
  const place = timezone === undefined ? {} : { timeZone: timezone };
  return new Intl.DateTimeFormat("sv-SE", { ...style, ...place }).format(time);
}
