import type { Access } from "../../model/access.ts";
import { visibleText } from "../visible-text.ts";

/** What lets an account in, for people: `stash-users, LICENSED_USER`. */
export function accessWords({ groups, permission }: Access): string {
  return [...groups, ...(permission === undefined ? [] : [permission])].map(visibleText).join(", ");
}
