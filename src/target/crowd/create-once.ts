import type { UsersyncError } from "../../errors.ts";
import { HttpError } from "../../http/http-error.ts";

interface Creation<Made> {
  readonly create: () => Promise<Made>;
  /** Looks for what an earlier attempt may have made, or what is in the way. Throws when it is not ours. */
  readonly find: () => Promise<Made | undefined>;
  readonly attempts?: number;
}

/**
 * Creates something exactly once, though a refusal, or no answer at all, may mean that an earlier attempt
 * was carried out: then the server is asked, and only if there is nothing, and no refusal, it is tried again.
 */
export async function createOnce<Made>({ create, find, attempts = 2 }: Creation<Made>): Promise<Made> {
  try {
    return await create();
  } catch (error) {
    if (!isDoubtful(error)) throw error;
    const existing = await find();
    if (existing !== undefined) return existing;
    if (attempts === 1 || !error.ambiguous) throw error;
    return createOnce({ create, find, attempts: attempts - 1 });
  }
}

/** Whether a write that failed may have been carried out all the same, or earlier. */
export function isDoubtful(error: unknown): error is UsersyncError & { readonly ambiguous: boolean } {
  return error instanceof HttpError && (error.ambiguous || error.status === 400 || error.status === 409);
}
