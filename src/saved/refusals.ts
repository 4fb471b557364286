import { UsersyncError } from "../errors.ts";

const MAKE_ANEW = "Make a new plan with `usersync plan --out plan.json`, have it reviewed, and apply that.";
const MOST_NAMED = 10;

/** @param why What it is instead, a sentence. */
export function notAPlan(path: string, why: string): UsersyncError {
  return new UsersyncError("PLAN_REFUSED", {
    what: `${path} is no saved plan.`,
    why,
    fix: "Name the file that `usersync plan --out` wrote. If it was cut off on its way, fetch it again.",
  });
}

/** A plan document, though not one that was made to be applied. */
export function notSaved(path: string, origin: "result" | "preview"): UsersyncError {
  return new UsersyncError("PLAN_REFUSED", {
    what:
      origin === "result"
        ? `${path} is the result of a run, not a saved plan.`
        : `${path} is a plan that was printed, not saved.`,
    why: "Only a plan that was saved with --out names the config and the version that it belongs to.",
    fix: MAKE_ANEW,
  });
}

export function anotherVersion(path: string, made: string, running: string): UsersyncError {
  return new UsersyncError("PLAN_REFUSED", {
    what: `${path} was made by usersync ${clipped(made)}; this is ${running}.`,
    why: "Another version may read the same config in another way, so what was reviewed may not be what would be done.",
    fix: `Apply it with usersync ${clipped(made)}, or make a new plan with this version: \`usersync plan --out plan.json\`.`,
  });
}

/** @param paths The settings that differ, as far as they can be told. */
export function anotherConfig(path: string, paths: readonly string[]): UsersyncError {
  const named = paths.slice(0, MOST_NAMED).join(", ");
  const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : "";
  return new UsersyncError("PLAN_REFUSED", {
    what: `${path} was made with another config.`,
    why: `These settings differ: ${named}${more}. A plan is worth what it was reviewed for only under the config that made it.`,
    fix: `Apply it with the config that made it (--config), or make a new plan with this one: \`usersync plan --out plan.json\`.`,
  });
}

/** @param where What is wrong, a sentence. */
export function changedByHand(path: string, where: string): UsersyncError {
  return new UsersyncError("PLAN_REFUSED", {
    what: `${path} is not as usersync wrote it.`,
    why: `${where} A saved plan is applied as it was reviewed, or not at all.`,
    fix: `Undo the change to the file, or leave it to the flags: --only-kinds does a part of a plan, --approve does what a limit withheld. Otherwise: ${MAKE_ANEW.charAt(0).toLowerCase()}${MAKE_ANEW.slice(1)}`,
  });
}

/** @param doubts What was not read, sentences. */
export function incompletePlan(path: string, doubts: readonly string[]): UsersyncError {
  const [first = "", ...rest] = doubts;
  const more = rest.length > 0 ? ` (and ${rest.length} more)` : "";
  return new UsersyncError("PLAN_REFUSED", {
    what: `${path} was made while a directory could not be read.`,
    why: `${first}${more} Such a plan shows what is wrong; it is not for applying.`,
    fix: "Run `usersync plan --out plan.json` again when everything can be read; `usersync check` says what is missing. `usersync run` does what is safe in the meantime.",
  });
}

/** What a file says of itself may be as long as the file. */
function clipped(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
