import { open } from "node:fs/promises";
import type { ChainHead } from "../state/state.ts";
import { auditTrouble } from "./audit-trouble.ts";
import { type Broken, checkChain, type Intact, type Verdict } from "./check-chain.ts";
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

/** The verdict on several files that are to be one chain. */
export interface FilesVerdict {
  /** Of every file that holds, in their order. */
  readonly intact: readonly (Intact & { readonly file: string })[];
  /** The first that does not hold, or does not go on from the one before. */
  readonly broken?: Omit<Broken, "intact"> & { readonly file: string };
}

/**
 * Checks files one after the other, and that each goes on from where the one before ends.
 *
 * @param files The oldest first; the last is the one that the state knows the end of.
 * @throws UsersyncError `STATE_UNUSABLE` when one cannot be read. A file that is not there has no lines.
 */
export async function verifyFiles(files: readonly string[], head?: ChainHead): Promise<FilesVerdict> {
  const intact: (Intact & { readonly file: string })[] = [];
  for (const [place, file] of files.entries()) {
    const verdict = await verifyAudit(file, place === files.length - 1 ? head : undefined);
    if (!verdict.intact) return { intact, broken: { ...verdict, file } };
    const before = intact.at(-1);
    if (before !== undefined && verdict.continues?.hash !== before.end.hash) {
      const message = `Line 1 does not go on from number ${before.end.lines} of the chain, with which ${before.file} ends.`;
      return { intact, broken: { fault: "missing", line: 1, message, file } };
    }
    intact.push({ ...verdict, file });
  }
  return { intact };
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, "r").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (handle === undefined) return;
  yield* handle.createReadStream({ highWaterMark: 256 * 1024 });
}
