import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuditEvent } from "../../src/audit/audit-event.ts";
import { type AuditParts, chainName, openAudit } from "../../src/audit/open-audit.ts";
import { verifyAudit } from "../../src/audit/verify-audit.ts";
import type { ChainHead } from "../../src/state/state.ts";
import { type MemoryHeads, memoryHeads } from "./memory-heads.ts";

/** The end of a run, told from others by its exit code. */
export function ended(exitCode: number): AuditEvent {
  return { event: "run-ended", run: 7, who: "ops", host: "srv1", exitCode, operations: 3, done: 2 };
}

export interface AuditScene extends AsyncDisposable {
  readonly folder: string;
  readonly file: string;
  readonly heads: MemoryHeads;
  readonly chain: string;
  open(parts?: Partial<AuditParts>): ReturnType<typeof openAudit>;
  /** Opens the file as another process would, and adds a line for each of these. */
  add(...codes: readonly number[]): Promise<void>;
  text(): Promise<string>;
  /** Every line without its line break. */
  lines(): Promise<string[]>;
  write(text: string): Promise<void>;
  tear(text: string | Buffer): Promise<void>;
  head(): ChainHead | undefined;
  verify(head?: ChainHead): ReturnType<typeof verifyAudit>;
}

/** A folder with an audit file to be, and a state that knows its end. */
export async function auditScene(): Promise<AuditScene> {
  const folder = await mkdtemp(join(tmpdir(), "usersync-audit-"));
  const file = join(folder, "log/audit.jsonl");
  const heads = memoryHeads();
  const chain = chainName("srv1", file);
  const open: AuditScene["open"] = (parts) =>
    openAudit(file, { host: "srv1", heads, now: () => 1_800_000_000_000, ...parts });
  const text = () => readFile(file, "utf8");
  return {
    folder,
    file,
    heads,
    chain,
    open,
    add: (...codes) => open().append(codes.map(ended)),
    text,
    lines: async () => (await text()).split("\n").slice(0, -1),
    write: (content) => writeFile(file, content),
    tear: (rest) => appendFile(file, rest),
    head: () => heads.known.get(chain),
    verify: (head = heads.known.get(chain)) => verifyAudit(file, head),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
