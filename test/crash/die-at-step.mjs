// A step of the journal is a moment at which a database makes something last: the end of a transaction, or a
// statement of its own that writes. Each has a moment before it and one after it.
import Database from "libsql";
import pg from "pg";

const ENDS = /^\s*commit\b/i;
const BEGINS = /^\s*(?:begin|start transaction)\b/i;
const ROLLS_BACK = /^\s*rollback\b/i;
const WRITES = /^\s*(?:insert|update|delete|with\b[\s\S]*\b(?:insert|update|delete))\b/i;

/** Counts steps, and kills the process before or after the one of that number. Returns the count so far. */
export async function countSteps(dieAt) {
  let count = 0;
  let isOpen = false;
  const die = (when) => {
    if (dieAt?.step === count && dieAt.when === when) process.kill(process.pid, "SIGKILL");
  };
  /** Calls `after` once the statement is through. */
  const watch = (sql, run) => {
    if (BEGINS.test(sql)) isOpen = true;
    const isStep = ENDS.test(sql) || (!isOpen && WRITES.test(sql));
    if (ENDS.test(sql) || ROLLS_BACK.test(sql)) isOpen = false;
    if (!isStep) return run();
    count += 1;
    die("before");
    const result = run();
    if (!(result instanceof Promise)) {
      die("after");
      return result;
    }
    return result.finally(() => die("after"));
  };

  const { prepare, exec } = Database.prototype;
  Database.prototype.exec = function (sql) {
    return watch(sql, () => exec.call(this, sql));
  };
  Database.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    const run = statement.run.bind(statement);
    statement.run = (...values) => watch(sql, () => run(...values));
    return statement;
  };
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (...given) {
    const sql = typeof given[0] === "string" ? given[0] : given[0]?.text;
    if (typeof sql !== "string" || typeof given.at(-1) === "function") return query.apply(this, given);
    return watch(sql, () => query.apply(this, given));
  };
  return () => count;
}
