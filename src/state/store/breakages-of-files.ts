import type { Breakage } from "./breakage.ts";

const RIGHTS =
  "Give the account that runs usersync the right to write the file and its folder, or set state.url to a place where it may.";

/** What goes wrong with a file, by what Node and SQLite say. The first that fits counts. */
export const BREAKAGES_OF_FILES: readonly Breakage[] = [
  {
    sign: /^SQLITE_(?:NOTADB|CORRUPT)/,
    what: "is damaged, or is a file of something else",
    fix: "Put a backup of it in its place. Without one, move it away, with the -wal and -shm files beside it: the next run makes a new one and finds the links again by external id, username or e-mail. History and undo start anew.",
  },
  {
    sign: /^(?:SQLITE_FULL|ENOSPC|EDQUOT)/,
    what: "cannot be written: the disk is full",
    fix: "Make room on that disk, or set state.url to a place on another one, and run again.",
  },
  {
    sign: /^EISDIR/,
    what: "is a folder, not a file",
    fix: "Name a file in state.url, such as file:/var/lib/usersync/state.db.",
  },
  {
    sign: /^(?:ENOTDIR|EEXIST)/,
    what: "cannot be made: a part of its path is a file, not a folder",
    fix: "Correct the path in state.url.",
  },
  {
    sign: /^(?:SQLITE_READONLY|EACCES|EPERM|EROFS)/,
    what: "may not be written",
    fix: RIGHTS,
  },
  {
    sign: /^ENOENT/,
    what: "cannot be made: its folder is not there and cannot be made there",
    fix: "Set state.url to a place where files can be made, such as file:/var/lib/usersync/state.db.",
  },
  {
    sign: /^SQLITE_CANTOPEN|Unable to open/,
    what: "cannot be opened",
    fix: RIGHTS,
  },
  {
    sign: /^SQLITE_(?:BUSY|LOCKED)/,
    what: "is kept busy by another program",
    fix: "See what else has the file open, such as a backup or a database browser, and run again.",
  },
  {
    sign: /^SQLITE_IOERR|^EIO/,
    what: "cannot be read or written: the disk fails",
    fix: "Check the disk. SQLite needs one of this machine, not a network share: for several machines set state.url to postgres://….",
  },
];
