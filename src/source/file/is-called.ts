import { parseSourceId } from "../../model/ids.ts";
import { isSameName } from "../../model/names.ts";
import type { SourceGroup } from "../../model/source-snapshot.ts";

/** @param entry An object id or a name, as a rule of the scope has it. */
export function isCalled({ id, name }: SourceGroup, entry: string): boolean {
  return id === parseSourceId(entry) || isSameName(name, entry);
}
