import type { Writers } from "../apply-each.ts";
import { handOver } from "./hand-over.ts";
import type { Hands } from "./hands.ts";
import { addMember, createGroup, removeMember } from "./write-group.ts";
import { importUser, setActive, updateUser } from "./write-user.ts";

/** How Jira does what a plan says. Links are the state's alone. */
export const JIRA_WRITERS: Writers<Hands> = {
  import: importUser,
  update: updateUser,
  enable: setActive,
  disable: setActive,
  "create-group": createGroup,
  "add-member": addMember,
  "remove-member": removeMember,
  "hand-over": handOver,
};
