import { Cron } from "croner";

export interface ScheduleTrouble {
  readonly wrong: string;
  readonly right: string;
}

/** What is wrong with a cron expression; `undefined` when nothing is. */
export function cronTrouble(expression: string): ScheduleTrouble | undefined {
  const fields = expression.trim().split(/\s+/).length;
  if (!expression.trim().startsWith("@") && (fields < 5 || fields > 6)) {
    return {
      wrong: `has ${fields === 1 ? "one field" : `${fields} fields`}`,
      right:
        "five fields: minute, hour, day of the month, month, weekday; '*/15 * * * *' is every 15 minutes",
    };
  }
  try {
    const next = new Cron(expression, { paused: true }).nextRun();
    if (next !== null) return undefined;
    return {
      wrong: "never comes due",
      right: "a day that exists, such as '0 6 * * *' for six in the morning",
    };
  } catch (error) {
    return {
      wrong: `is no cron expression (${cronComplaint(error)})`,
      right: "'*/15 * * * *' is every 15 minutes, '0 6 * * 1-5' is six in the morning from Monday to Friday",
    };
  }
}

/** What is wrong with the name of a time zone; `undefined` when nothing is. */
export function timezoneTrouble(timezone: string): ScheduleTrouble | undefined {
  try {
    new Cron("* * * * *", { paused: true, timezone }).nextRun();
    return undefined;
  } catch {
    return {
      wrong: "is no time zone that this machine knows",
      right: "an IANA name such as Europe/Berlin or UTC",
    };
  }
}

/** What the library holds against an expression, to stand inside a sentence. */
export function cronComplaint(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^Cron\w+: /, "")
    .replace(/\.$/, "")
    .replace(/^./, (first) => first.toLowerCase());
}
