import { UsersyncError } from "../../errors.ts";

/** The largest that every database can store. */
const LARGEST = 2_147_483_647;

/** @throws UsersyncError `USAGE` for anything but the number of a run. */
export function readRunNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= LARGEST) return number;
  throw new UsersyncError("USAGE", {
    what: `“${text}” is not the number of a run.`,
    why: "Runs are numbered 1, 2, 3 and so on.",
    fix: "usersync history lists them.",
  });
}

export function unknownRun(run: number): UsersyncError {
  return new UsersyncError("NOT_FOUND", {
    what: `There is no run ${run} in the history.`,
    why: "The state that state.url names has no record of it.",
    fix: "usersync history lists the runs. Another machine may have another state, and so may another config.",
  });
}
