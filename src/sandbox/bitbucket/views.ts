import { type BitbucketUser, isReadOnly } from "./bitbucket-state.ts";
import type { BitbucketContext } from "./exchange.ts";

/** A user as lists of users show it. */
export function viewUser(context: BitbucketContext, user: BitbucketUser): object {
  const { state, profile } = context;
  const mutable = user.type === "NORMAL" && !isReadOnly(state, user);
  return {
    ...viewPerson(context, user),
    ...{ directoryName: user.directory, deletable: mutable, mutableDetails: mutable, mutableGroups: mutable },
    ...(profile.tellsCreation ? { createdTimestamp: 1_700_000_000_000 + user.id } : {}),
    ...(user.lastSignIn === undefined ? {} : { lastAuthenticationTimestamp: user.lastSignIn }),
  };
}

/** A user as a part of something else. */
export function viewPerson({ contextPath }: BitbucketContext, user: BitbucketUser): object {
  const { id, name, email, displayName, type } = user;
  const slug = name.toLowerCase().replace(/[^a-z0-9._-]/g, "-");
  const links = { self: [{ href: `${contextPath}/users/${slug}` }] };
  return { name, emailAddress: email, active: true, displayName, id, slug, type, links };
}
