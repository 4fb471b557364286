import { mayBeDone } from "../../http/confirm-write.ts";
import { HttpError } from "../../http/http-error.ts";

export interface Creation {
  /** @returns The id of what was created, if the answer names it. */
  readonly create: () => Promise<string | undefined>;
  /**
   * Looks whether what was wanted is there.
   *
   * @returns Its id; `undefined` when there is nothing.
   * @throws HttpError when something else is in the way.
   */
  readonly find: () => Promise<string | undefined>;
}

const MAX_TRIES = 3;

/**
 * Creates something exactly once, whatever happens to the answers.
 *
 * A refusal, or an answer that got lost, says nothing about what the directory holds: the request may have
 * been stored before it failed. So every failure that leaves room for that is followed by a look, and only
 * what is really missing is created again.
 *
 * @throws HttpError the refusal, when what was wanted is not there.
 */
export async function createOnce(creation: Creation): Promise<string> {
  return await tryToCreate(creation, MAX_TRIES);
}

async function tryToCreate({ create, find }: Creation, tries: number): Promise<string> {
  let id: string | undefined;
  let failure: HttpError | undefined;
  try {
    id = await create();
  } catch (error) {
    if (!mayBeDone(error)) throw error;
    failure = error;
  }
  id ??= await find();
  if (id !== undefined) return id;
  if (failure?.ambiguous && tries > 1) return await tryToCreate({ create, find }, tries - 1);
  throw failure ?? vanished();
}

function vanished(): HttpError {
  return new HttpError("UNEXPECTED_ANSWER", {
    what: "The directory said that it created this, but does not hold it.",
    why: "The answer had no id, and a search finds nothing.",
    fix: "Run again. If it stays, check the name: directories keep some names for themselves.",
  });
}
