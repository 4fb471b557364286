import type { Writers } from "../apply-each.ts";
import type { Hands } from "./hands.ts";
import { setActive } from "./set-active.ts";
import { addMember, createGroup, removeMember } from "./write-group.ts";
import { importUser, updateUser } from "./write-user.ts";

/** How Confluence does what a plan says. Links are the state's alone, and nobody leads anything there. */
export const CONFLUENCE_WRITERS: Writers<Hands> = {
  import: importUser,
  update: updateUser,
  enable: setActive,
  disable: setActive,
  "create-group": createGroup,
  "add-member": addMember,
  "remove-member": removeMember,
};
