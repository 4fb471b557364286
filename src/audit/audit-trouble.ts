import { UsersyncError } from "../errors.ts";

/** The audit file cannot be read or written. Without its line nothing may be changed, so this ends a run. */
export function auditTrouble(file: string, cause: unknown, doing: "read" | "written"): UsersyncError {
  if (cause instanceof UsersyncError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  const known = CAUSES[code];
  return new UsersyncError("STATE_UNUSABLE", {
    what: `The audit file ${file} cannot be ${doing}.`,
    why: known?.why ?? `The system says ${code}.`,
    fix: known?.fix ?? "Mend that, or set audit.file to a file on another disk.",
    cause,
  });
}

const FULL = {
  why: "The disk, or the share of it that this account may use, is full.",
  fix: "Make room, and run again. Or set audit.file to a file on another disk.",
};
const FORBIDDEN = {
  why: "The account that usersync runs under may not do that there.",
  fix: "Give it the right to write the file and its folder, or set audit.file to another place.",
};
const NO_FOLDER = {
  why: "A part of its path is a file, not a folder.",
  fix: "Correct audit.file.",
};

const CAUSES: Readonly<Record<string, { readonly why: string; readonly fix: string }>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: {
    why: "It has grown to the largest size that is allowed.",
    fix: "Move it away: the next run begins a new one that goes on from it. Or raise the limit on the size of files.",
  },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: {
    why: "The disk can only be read.",
    fix: "Mount it for writing, or set audit.file to a place that can be written.",
  },
  ENOENT: {
    why: "Its folder is not there and cannot be made there.",
    fix: "Set audit.file to a place where files can be made, such as /var/log/usersync/audit.jsonl.",
  },
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  EISDIR: {
    why: "It is a folder.",
    fix: "Set audit.file to the path of a file, such as /var/log/usersync/audit.jsonl.",
  },
};

/** What to do about a chain that does not hold, once the first line that is wrong is known. */
export const BROKEN_FIX =
  "Compare it with a copy from that line on, and find out who can write to it. Then move the file away, and keep it; " +
  "the next run begins a new one that goes on from it.";

/** A file that something else was made of. To go on would hide what was taken out. */
export function auditBroken(file: string, message: string): UsersyncError {
  return new UsersyncError("STATE_UNUSABLE", {
    what: `The audit file ${file} is not as usersync left it. ${message}`,
    why: "To go on writing would hide that, so nothing more is changed in any directory.",
    fix: `\`usersync history --verify\` names the first line that is wrong. ${BROKEN_FIX}`,
  });
}

/** A pipe or a device keeps nothing. */
export function notARegularFile(file: string): UsersyncError {
  return new UsersyncError("STATE_UNUSABLE", {
    what: `The audit file ${file} is not a regular file.`,
    why: "What was written to a pipe or a device cannot be read back and checked.",
    fix: "Set audit.file to the path of a file, such as /var/log/usersync/audit.jsonl.",
  });
}
