import type { Writers } from "../apply-each.ts";
import type { Hands } from "./hands.ts";
import { linkUser } from "./link-user.ts";
import { nestGroup, takeGroupOut } from "./nest-group.ts";
import { addMember, createGroup, removeMember } from "./write-group.ts";
import { importUser, setActive, updateUser } from "./write-user.ts";

/** How Crowd does what a plan says. Nobody leads anything there. */
export const CROWD_WRITERS: Writers<Hands> = {
  import: importUser,
  link: linkUser,
  update: updateUser,
  enable: setActive,
  disable: setActive,
  "create-group": createGroup,
  "add-member": addMember,
  "add-group": nestGroup,
  "remove-member": removeMember,
  "remove-group": takeGroupOut,
};
