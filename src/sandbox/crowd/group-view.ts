import type { CrowdGroup } from "./crowd-state.ts";

export function viewGroup(group: CrowdGroup, root: string): object {
  return {
    expand: "attributes",
    ...viewGroupLink(group, root),
    description: group.description,
    type: "GROUP",
    active: group.active,
    attributes: {
      attributes: [],
      link: { href: `${root}/group/attribute?groupname=${encode(group)}`, rel: "self" },
    },
  };
}

/** A group in a list that was not asked to expand: a link and a name. */
export function viewGroupLink(group: CrowdGroup, root: string): object {
  return { link: { href: `${root}/group?groupname=${encode(group)}`, rel: "self" }, name: group.name };
}

function encode({ name }: CrowdGroup): string {
  return encodeURIComponent(name);
}
