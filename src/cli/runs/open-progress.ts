import type { ApplyProgress } from "../../apply/apply-plan.ts";
import type { Log, ReadProgress } from "../../model/log.ts";
import type { SyncEvents } from "../../sync.ts";
import type { Session } from "../session.ts";
import { applyText, readText } from "./progress-text.ts";

export interface Progress {
  readonly on: SyncEvents;
  /** Takes the line away. */
  close(): void;
}

interface Line {
  show(text: string): void;
  close(): void;
}

/** Columns that the spinner itself takes. */
const SPINNER_WIDTH = 3;

/** One moving line on stderr while somebody watches, and the same in the log at level debug. */
export async function openProgress(session: Session, log: Log): Promise<Progress> {
  const { clock } = session.world;
  const line = session.screen.isWatched ? await openLine(session) : undefined;
  const counts = new Map<string, Map<ReadProgress["what"], number>>();
  const targets = new Map<string, ApplyProgress>();
  let applyingSince: number | undefined;
  return {
    on: {
      read(who, { what, count }) {
        const read = counts.get(who) ?? new Map<ReadProgress["what"], number>();
        counts.set(who, read.set(what, count));
        line?.show(readText(counts));
        log.debug("reading", { who, what, count });
      },
      planned(plan) {
        for (const { name, operations } of plan.targets) {
          log.debug("planned", { target: name, operations: operations.length });
        }
      },
      applied(target, progress) {
        applyingSince ??= clock.now();
        targets.set(target, progress);
        line?.show(applyText(targets, clock.now() - applyingSince));
        log.debug("applying", { target, ...progress });
      },
    },
    close: () => line?.close(),
  };
}

/** The spinner makes room for log lines by itself, and leaves Ctrl-C to us. */
async function openLine({ world, screen }: Session): Promise<Line> {
  const { default: ora } = await import("ora");
  const spinner = ora({
    text: "Reading",
    stream: world.stderr,
    isEnabled: true,
    discardStdin: false,
    color: screen.colors.stderr.isColorSupported ? "cyan" : false,
  });
  const columns = (world.stderr.columns ?? 80) - SPINNER_WIDTH;
  spinner.start();
  return {
    show(text) {
      spinner.text = text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
    },
    close: () => spinner.stop(),
  };
}
