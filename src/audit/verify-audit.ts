import { open } from "node:fs/promises";
import type { ChainHead } from "../state/state.ts";
import { auditTrouble } from "./audit-trouble.ts";
import { checkChain, type Verdict } from "./check-chain.ts";
import { readLines } from "./read-lines.ts";

/**
 * Checks an audit file from its first line to its last, in constant memory.
 *
 * @param head The end that the state knows of it. Without it nobody can tell whether lines are missing at
 * the end, or whether all of it was written anew.
 * @throws UsersyncError `STATE_UNUSABLE` when it cannot be read. A file that is not there has no lines.
 */
export async function verifyAudit(file: string, head?: ChainHead): Promise<Verdict> {
  try {
    return await checkChain(readLines(chunksOf(file)), head);
  } catch (error) {
    throw auditTrouble(file, error, "read");
  }
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, "r").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (handle === undefined) return;
  yield* handle.createReadStream({ highWaterMark: 256 * 1024 });
}
