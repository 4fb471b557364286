import type { FastifyInstance } from "fastify";

/** A server that is not listening yet. */
export interface Prepared<Parts extends object = object> {
  readonly app: FastifyInstance;
  /** Where the product is installed on its server: `/jira`. Empty: at the root. */
  readonly contextPath: string;
  /** What it holds, and what one signs in with. */
  readonly parts: Parts;
  /** The lines of its target in a config, from `type` on. Absent: it is no directory. */
  readonly targetLines?: (url: string) => readonly string[];
}
