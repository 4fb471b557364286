import { UsersyncError } from "../../errors.ts";
import type { SourceId } from "../../model/ids.ts";
import type { Source } from "../../source/source.ts";

/** @throws UsersyncError `NOT_FOUND` when the source has nobody of that name. */
export async function findPerson(source: Source, user: string, signal: AbortSignal): Promise<SourceId> {
  const person = await source.find(user, signal);
  if (person !== undefined) return person.id;
  throw new UsersyncError("NOT_FOUND", {
    what: `The source has nobody called “${user}”.`,
    why: "A person is found by object id or by user principal name, in scope or not.",
    fix: "Write the user principal name in full, such as ada@example.com, or the object id that the plan names.",
  });
}
