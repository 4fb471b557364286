/**
 * What a group of Entra is. The first four are the types of its admin center, of which every group has one. A
 * group may also be `dynamic` (a rule says who is in it) and `hidden` (only some may see who is in it).
 */
export const GROUP_TYPES = [
  "security",
  "microsoft365",
  "mail-enabled",
  "distribution",
  "dynamic",
  "hidden",
] as const;

export type GroupType = (typeof GROUP_TYPES)[number];
