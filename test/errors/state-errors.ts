import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StateConfig } from "../../src/config/config.ts";
import { claimLost, locked, newerState, outOfReach } from "../../src/state/errors.ts";
import { openState } from "../../src/state/open-state.ts";
import { explainBreakage } from "../../src/state/store/explain-breakage.ts";
import { instantClock } from "../support/instant-clock.ts";
import { type Provocations, workshop } from "./provoke.ts";

const open = (config: StateConfig) => openState(config, { clock: instantClock(), version: "0.1.0" });
const file = (...parts: string[]): StateConfig => ({ type: "file", path: join(workshop(), ...parts) });
const path = "/var/lib/usersync/state.db";
const url = "postgres://usersync:hush@db.example.com/usersync";

const ofFile = (code: string, message: string) => () =>
  explainBreakage({ type: "file", path }, Object.assign(new Error(message), { code }));
const ofDatabase = (code: string, message: string) => () =>
  explainBreakage({ type: "postgres", url }, Object.assign(new Error(message), { code }));

const since = Date.parse("2026-11-23T22:00:00Z");
const holder = {
  who: "root",
  host: "build-7",
  pid: 4711,
  kind: "run",
  acquired: since,
  renewed: since + 30_000,
};

export const STATE_ERRORS: Provocations = {
  "a state that is no database": () => {
    writeFileSync(join(workshop(), "letter.db"), "Dear database, ".repeat(500));
    return open(file("letter.db"));
  },
  "a state that is a folder": () => {
    mkdirSync(join(workshop(), "folder.db"));
    return open(file("folder.db"));
  },
  "a state below a file": () => {
    writeFileSync(join(workshop(), "note"), "");
    return open(file("note", "state.db"));
  },
  "a state behind a link that leads nowhere": () => {
    symlinkSync("/mnt/volume-of-nobody", join(workshop(), "state"));
    return open(file("state", "state.db"));
  },
  "a state where nothing can be made": ofFile(
    "ENOENT",
    "ENOENT: no such file or directory, mkdir '/proc/nope'",
  ),
  "a state on a full disk": ofFile("SQLITE_FULL", "database or disk is full"),
  "a state in a folder of others": ofFile("EACCES", `EACCES: permission denied, open '${path}'`),
  "a state that cannot be opened": ofFile("", `Unable to open connection to local database ${path}: 14`),
  "a state that a backup holds": ofFile("SQLITE_BUSY", "database is locked"),
  "a state on a failing disk": ofFile("SQLITE_IOERR_READ", "disk I/O error"),
  "a state that says something new": ofFile("SQLITE_MISMATCH", "datatype mismatch"),
  "a database that does not run": () =>
    open({ type: "postgres", url: "postgres://usersync:hush@127.0.0.1:1/usersync" }),
  "a database with another password": ofDatabase(
    "28P01",
    'password authentication failed for user "usersync"',
  ),
  "a database that is not there": ofDatabase("3D000", 'database "usersync" does not exist'),
  "a database of somebody else": ofDatabase("42501", "permission denied for schema public"),
  "a database in use by another program": ofDatabase("42P07", 'relation "runs" already exists'),
  "a database that is a copy": ofDatabase("25006", "cannot execute INSERT in a read-only transaction"),
  "a database on a full disk": ofDatabase("53100", "could not extend file: No space left on device"),
  "a database with too many visitors": ofDatabase("53300", "sorry, too many clients already"),
  "a database with a certificate that nobody knows": ofDatabase(
    "SELF_SIGNED_CERT_IN_CHAIN",
    "self-signed certificate in certificate chain",
  ),
  "a database that goes away": ofDatabase("", "Connection terminated unexpectedly"),
  "a database that repeats the password": ofDatabase("XX000", "who is usersync:hush?"),
  "a state of a later version": () => newerState({ place: path, version: "0.1.0" }),
  "a directory that another run holds": () =>
    locked("crowd https://crowd.example.com/crowd usersync", holder),
  "a claim that another run took": () => claimLost(holder),
  "a claim that nobody holds any more": () => claimLost(undefined),
  "a state that did not answer for long": () => outOfReach(path, 95),
};
