import type { DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { SourceId } from "../model/ids.ts";

/** Whose accounts are marked as new. Those who are not let in get their default groups when they are. */
export function freshPeople({ accounts }: DirectorySnapshot): readonly SourceId[] {
  return accounts.flatMap(({ link, fresh, active }) =>
    link !== undefined && fresh === true && active === true ? [link] : [],
  );
}
