import type { UsernameRule } from "../model/capabilities.ts";
import { isSameName } from "../model/names.ts";

/** Why a directory would refuse a username, to be read after it; `undefined` when it takes it. */
export function brokenRule(username: string, rule: UsernameRule): string | undefined {
  const { maxLength, forbidden, lowerCase, noBlanks, reserved = [] } = rule;
  if (username.length > maxLength) return `is longer than ${maxLength} characters`;
  const found = forbidden.find((character) => username.includes(character));
  if (found !== undefined) return `contains "${found}", which the directory refuses`;
  if (noBlanks && /\s/u.test(username)) return "contains a blank, which the directory refuses";
  if (lowerCase && username !== username.toLowerCase())
    return "contains capitals, which the directory refuses; mapping.username.case: lower makes them small";
  if (reserved.some((name) => isSameName(name, username)))
    return "is a name that the directory keeps for itself";
  return undefined;
}
