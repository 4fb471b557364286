import type { Breakage } from "./breakage.ts";

/**
 * What goes wrong with a database, by what PostgreSQL, its client and Node say. The first that fits counts.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const BREAKAGES_OF_DATABASES: readonly Breakage[] = [
  {
    sign: /^28(?:P01|000) |password must be a string|SASL/,
    what: "did not let usersync in",
    fix: "Check the user and the password in state.url; a password with special characters must be percent-encoded. If they are right, pg_hba.conf of the server does not allow this user, database, machine or the way of encryption.",
  },
  {
    sign: /^3D000 /,
    what: "does not exist",
    fix: "Make the database, for example with createdb, or correct its name in state.url.",
  },
  {
    sign: /^3F000 /,
    what: "names a schema that does not exist",
    fix: "Make the schema, with CREATE SCHEMA, or correct its name in the search_path of state.url.",
  },
  {
    sign: /^42501 /,
    what: "may not be used as it must be",
    fix: "Make the user of state.url the owner of the database, or run GRANT USAGE, CREATE ON SCHEMA public TO that user.",
  },
  {
    sign: /^42P07 /,
    what: "holds tables of another program",
    fix: "Give usersync a database or a schema of its own and name it in state.url: postgres://…/database?options=-c%20search_path%3Dschema.",
  },
  {
    sign: /^(?:25006|57P03) |read-only transaction/,
    what: "does not take writes now",
    fix: "Point state.url to the primary server, or wait until it has started.",
  },
  {
    sign: /^53(?:100|200) /,
    what: "has no room left",
    fix: "Make room on the database server and run again.",
  },
  {
    sign: /^53300 /,
    what: "has no connection left",
    fix: "Raise max_connections of the server, or end what holds connections to it. usersync needs up to four.",
  },
  {
    sign: /^(?:SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS|ERR_SSL|EPROTO)|SSL|TLS|certificate/i,
    what: "cannot be reached over TLS",
    fix: "Add ?sslmode=verify-full&sslrootcert=/path/to/ca.pem to state.url for a certificate of your own authority; the host in state.url must be the one in the certificate. A server without TLS needs sslmode=disable.",
  },
  {
    sign: /^(?:ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST|ENET|EPIPE|57P|08)|terminated|timeout|connection error/i,
    what: "does not answer",
    fix: "Check that the database runs, and that host and port in state.url are right and reachable from here.",
  },
];
