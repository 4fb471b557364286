import { isSameName, presentText } from "../model/names.ts";
import type { Change } from "../model/operation.ts";

/** Directories fold the case of names and addresses as they like; that alone is no difference. */
export function isSameValue(field: Change["field"], current: string | undefined, wanted: string): boolean {
  if (current === undefined) return false;
  return field === "username" || field === "email"
    ? isSameName(current, wanted)
    : presentText(current) === wanted;
}
