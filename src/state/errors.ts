import { UsersyncError } from "../errors.ts";

/** A step of the schema was made that this version does not know. */
export function newerState({
  place,
  version,
}: {
  readonly place: string;
  readonly version: string;
}): UsersyncError {
  return new UsersyncError("STATE_UNUSABLE", {
    what: `The state ${place} was made by a newer usersync.`,
    why: `This is version ${version}. A newer one has changed how the state is laid out, and this one cannot read it.`,
    fix: "Use the newer version here too, or set state.url to another place. Without this state, links are found again by external id, username or e-mail.",
  });
}

/** Who holds a directory, as the lock says. Times are milliseconds since the epoch. */
export interface HolderRow {
  readonly who: string;
  readonly host: string;
  readonly pid: number;
  readonly kind: string;
  readonly acquired: number;
  readonly renewed: number;
}

/** Another run is at work on the same directory. */
export function locked(directory: string, holder: HolderRow): UsersyncError {
  return new UsersyncError("LOCKED", {
    what: `Another run is at work on ${directory}: ${described(holder)}.`,
    why: "Two runs at once on one directory would undo each other's work. This one has written nothing.",
    fix: `Wait until it is done, or stop process ${holder.pid} on ${holder.host}. A run that has died is taken over by itself: at once on the same machine, two minutes after its last sign of life (${timeWords(holder.renewed)}) otherwise.`,
  });
}

/** The claim on a directory was taken over, or given up, while the run was under way. */
export function claimLost(holder: HolderRow | undefined): UsersyncError {
  const now = holder === undefined ? "Nobody holds it now." : `It is held by ${described(holder)}.`;
  return new UsersyncError("LOCKED", {
    what: "This run has lost its claim on the directory, and has stopped writing.",
    why: `It gave no sign of life to the state for so long that another run could take its place. ${now}`,
    fix: "Run it again when the other one is done. If the machine was asleep, or the state out of reach for so long, see to that.",
  });
}

function described({ who, host, pid, kind, acquired }: HolderRow): string {
  return `\`usersync ${kind}\` by ${who} on ${host}, process ${pid}, since ${timeWords(acquired)}`;
}

/** `2026-11-23 22:00:05 UTC`, as in the history. */
function timeWords(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The state did not answer for so long that others may think the run dead. */
export function outOfReach(place: string, seconds: number): UsersyncError {
  return new UsersyncError("STATE_UNUSABLE", {
    what: `The state ${place} could not be reached for ${seconds} seconds, so this run has stopped writing.`,
    why: "Its claim on the directory could not be renewed. Another run may think it dead and take its place.",
    fix: "Check the database, or the disk, and run again: what was not done is found by reading the directory.",
  });
}
