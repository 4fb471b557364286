import type { CrowdProfile } from "./crowd-profile.ts";
import type { CrowdUser } from "./crowd-state.ts";

export interface ViewOptions {
  readonly root: string;
  readonly profile: CrowdProfile;
  readonly withAttributes: boolean;
}

/** A user as an answer shows it in full. The password is never in it. */
export function viewUser(user: CrowdUser, { root, profile, withAttributes }: ViewOptions): object {
  return {
    expand: "attributes",
    link: userLink(user, root),
    name: user.name,
    "first-name": user.firstName,
    "last-name": user.lastName,
    "display-name": user.displayName,
    email: user.email,
    password: { link: { href: `${root}/user/password?username=${encode(user.name)}`, rel: "edit" } },
    key: user.key,
    active: user.active,
    attributes: viewAttributes(user, { root, profile, withAttributes }),
  };
}

/** A user in a list that was not asked to expand: a link and a name. */
export function viewUserLink(user: CrowdUser, root: string): object {
  return { link: userLink(user, root), name: user.name };
}

/** Not expanded, a list of attributes is empty: it cannot be told from that of a user who has none. */
export function viewAttributes(user: CrowdUser, { root, profile, withAttributes }: ViewOptions): object {
  const href = `${root}/user/attribute?username=${encode(user.name)}`;
  const shown = withAttributes ? [...user.attributes] : [];
  const list = shown.map(([name, values]) => ({ name, values }));
  const link = { href, rel: "self" };
  return profile.listKeys === "plural" ? { link, attributes: list } : { link, attribute: list };
}

function userLink(user: CrowdUser, root: string): object {
  return { href: `${root}/user?username=${encode(user.name)}`, rel: "self" };
}

function encode(text: string): string {
  return encodeURIComponent(text);
}
