import type { BitbucketSeed } from "../bitbucket/bitbucket-state.ts";
import type { ConfluenceSeed } from "../confluence/confluence-state.ts";
import type { CrowdSeed, CrowdUserSeed } from "../crowd/crowd-state.ts";
import type { JiraSeed } from "../jira/jira-state.ts";
import type { ScimSeed } from "../scim/scim-resource.ts";
import type { SeedAccount } from "./account.ts";
import type { DirectoryContent } from "./directory-content.ts";

export function toScimSeed({ accounts, groups }: DirectoryContent): ScimSeed {
  return {
    users: accounts.map(toScimUser),
    groups: groups.map(({ name, members }) => ({ displayName: name, members })),
  };
}

export function toCrowdSeed({ accounts, groups }: DirectoryContent): CrowdSeed {
  return { users: accounts.map(toCrowdUser), groups };
}

/** Everybody has a licence. Whose account it is, Jira cannot hold. */
export function toJiraSeed({ accounts, groups }: DirectoryContent): JiraSeed {
  return {
    users: accounts.map(({ username, email, displayName, active }) => ({
      ...{ name: username, email, displayName, active },
    })),
    groups: [...groups, { name: "jira-software-users", members: accounts.map(({ username }) => username) }],
  };
}

/** Everybody may use it. Whose account it is, Confluence cannot hold either. */
export function toConfluenceSeed({ accounts, groups }: DirectoryContent): ConfluenceSeed {
  const members = accounts.map(({ username }) => username);
  return {
    users: accounts.map(({ username, email, displayName, active }) => ({
      ...{ name: username, email, fullName: displayName, active },
    })),
    groups: [...groups, { name: "confluence-users", members, licensed: true }],
  };
}

/** Who is active is in the group that lets people in; Bitbucket has no other way to say it. */
export function toBitbucketSeed({ accounts, groups }: DirectoryContent): BitbucketSeed {
  const members = accounts.filter(({ active }) => active).map(({ username }) => username);
  return {
    users: accounts.map(({ username, email, displayName }) => ({ name: username, email, displayName })),
    groups: [...groups, { name: "stash-users", permission: "LICENSED_USER", members }],
  };
}

function toScimUser({
  username,
  email,
  displayName,
  givenName,
  familyName,
  active,
  link,
}: SeedAccount): NonNullable<ScimSeed["users"]>[number] {
  return {
    userName: username,
    email,
    displayName,
    name: {
      ...(givenName === "" ? {} : { givenName }),
      ...(familyName === "" ? {} : { familyName }),
    },
    active,
    ...(link === undefined ? {} : { externalId: link }),
  };
}

function toCrowdUser(account: SeedAccount): CrowdUserSeed {
  const { username, email, displayName, givenName, familyName, active, link } = account;
  return {
    name: username,
    email,
    displayName,
    firstName: givenName,
    lastName: familyName,
    active,
    attributes: link === undefined ? {} : { "usersync.sourceId": [link] },
  };
}
