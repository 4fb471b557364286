import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What tells one process from every other, as far as this machine lets it be known. */
export interface ProcessMark {
  readonly host: string;
  readonly pid: number;
  /** This boot of this machine, and the namespace in which `pid` counts. Null where there is no /proc. */
  readonly place: string | null;
  /** When it started. Null where there is no /proc. */
  readonly started: string | null;
}

/** The mark of a process of this machine. */
export function markOf(pid: number, host: string = hostname()): ProcessMark {
  return { host, pid, place: placeHere(), started: startOf(pid) ?? null };
}

/**
 * Whether that process is certainly gone. Two machines, or two containers, may have one name: where /proc
 * tells them apart, only a process of this very place is judged.
 */
export function isGone(mark: ProcessMark, host: string = hostname()): boolean {
  if (mark.host !== host || mark.place !== placeHere()) return false;
  if (!answers(mark.pid)) return true;
  const stat = statOf(mark.pid);
  if (stat === undefined) return false;
  const isDead = stat.condition === "Z" || stat.condition === "X";
  return isDead || (mark.started !== null && stat.started !== mark.started);
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function placeHere(): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
}

function startOf(pid: number): string | undefined {
  return statOf(pid)?.started;
}

/** @see proc_pid_stat(5): the name of the program may hold blanks and parentheses, so fields count from its end. */
function statOf(pid: number): { readonly condition: string; readonly started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [condition, started] = [fields[0], fields[19]];
    return condition === undefined || started === undefined ? undefined : { condition, started };
  } catch {
    return undefined;
  }
}
