/** A directory of the config that `init` writes. Anything left out becomes a reference to a variable. */
export type StarterTarget =
  | { readonly type: "atlassian-cloud"; readonly directoryId?: string }
  | { readonly type: "crowd"; readonly url?: string; readonly application?: string }
  | { readonly type: "jira" | "confluence" | "bitbucket"; readonly url?: string };

/** A type whose server has an address of its own. */
export type ServerType = Exclude<StarterTarget["type"], "atlassian-cloud">;

/** A variable that the written config refers to, and where its value comes from. */
export interface NeededVariable {
  readonly name: string;
  readonly where: string;
}

/** What people call a directory of this type. */
export const TITLES: Readonly<Record<StarterTarget["type"], string>> = {
  "atlassian-cloud": "Atlassian Cloud",
  crowd: "Crowd",
  jira: "Jira Data Center",
  confluence: "Confluence Data Center",
  bitbucket: "Bitbucket Data Center",
};

export const ADDRESSES: Readonly<Record<ServerType, NeededVariable>> = {
  crowd: { name: "CROWD_URL", where: "such as https://crowd.example.com/crowd" },
  jira: { name: "JIRA_URL", where: "such as https://jira.example.com" },
  confluence: { name: "CONFLUENCE_URL", where: "such as https://confluence.example.com" },
  bitbucket: { name: "BITBUCKET_URL", where: "such as https://bitbucket.example.com" },
};

const DIRECTORY_ID: NeededVariable = {
  name: "ATLASSIAN_DIRECTORY_ID",
  where: "the last part of the SCIM base URL",
};

const SECRETS: Readonly<Record<StarterTarget["type"], readonly NeededVariable[]>> = {
  "atlassian-cloud": [
    {
      name: "ATLASSIAN_SCIM_TOKEN",
      where: "Atlassian Administration > Security > Identity providers > your directory > API key",
    },
  ],
  crowd: [{ name: "CROWD_APPLICATION_PASSWORD", where: "Crowd > Applications > your application" }],
  jira: [
    {
      name: "JIRA_TOKEN",
      where: "in Jira, signed in as an administrator: the avatar > Profile > Personal access tokens",
    },
  ],
  confluence: [
    {
      name: "CONFLUENCE_TOKEN",
      where: "in Confluence, signed in as an administrator: the avatar > Settings > Personal access tokens",
    },
  ],
  bitbucket: [
    { name: "BITBUCKET_USERNAME", where: "an account of Bitbucket with the global permission Admin" },
    { name: "BITBUCKET_PASSWORD", where: "its password; no token of Bitbucket may administer users" },
  ],
};

/** The variables of one directory; its secrets are always among them. */
export function variablesOf(target: StarterTarget): readonly NeededVariable[] {
  return [...placeOf(target), ...SECRETS[target.type]];
}

function placeOf(target: StarterTarget): readonly NeededVariable[] {
  if (target.type === "atlassian-cloud") return target.directoryId === undefined ? [DIRECTORY_ID] : [];
  return target.url === undefined ? [ADDRESSES[target.type]] : [];
}
