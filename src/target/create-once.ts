import { mayBeDone } from "../http/confirm-write.ts";

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
    if (!mayBeDone(error)) throw error;
    const existing = await find();
    if (existing !== undefined) return existing;
    if (attempts === 1 || !error.ambiguous) throw error;
    return createOnce({ create, find, attempts: attempts - 1 });
  }
}
