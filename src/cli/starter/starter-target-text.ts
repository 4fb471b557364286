import type { StarterTarget } from "./starter-target.ts";

/** One directory of a starter config, an item of its `targets`. */
export function starterTargetText(target: StarterTarget): string {
  switch (target.type) {
    case "atlassian-cloud":
      return `  - name: cloud
    type: atlassian-cloud
    directoryId: ${valueOr(target.directoryId, "ATLASSIAN_DIRECTORY_ID")}
    token: \${ATLASSIAN_SCIM_TOKEN}`;
    case "crowd":
      return `  - name: crowd
    type: crowd
    url: ${valueOr(target.url, "CROWD_URL")}
    application: ${JSON.stringify(target.application ?? "usersync")}
    password: \${CROWD_APPLICATION_PASSWORD}`;
    case "jira":
      return `  - name: jira
    type: jira
    url: ${valueOr(target.url, "JIRA_URL")}
    token: \${JIRA_TOKEN}
    # mapping:             # a licence for everybody who is imported
    #   defaultGroups: { new: [jira-software-users] }
    # listing:             # only where usersync check says that Jira does not list all its accounts
    #   groups: [jira-software-users]`;
    case "confluence":
      return `  - name: confluence
    type: confluence
    url: ${valueOr(target.url, "CONFLUENCE_URL")}
    token: \${CONFLUENCE_TOKEN}
    # mapping:             # a licence for everybody who is imported
    #   defaultGroups: { new: [confluence-users] }
    # listing:             # only before Confluence 8.4, which does not list its accounts
    #   groups: [confluence-users]`;
    case "bitbucket":
      return `  - name: bitbucket
    type: bitbucket
    url: ${valueOr(target.url, "BITBUCKET_URL")}
    username: \${BITBUCKET_USERNAME}
    password: \${BITBUCKET_PASSWORD}
    # directoryName: Bitbucket Internal Directory   # look at the accounts of this user directory only
    # licenseGroups: [stash-users]                  # what lets people in: given on import, taken on disable`;
  }
}

/** In quotes, which YAML and JSON share, so that an answer never becomes syntax. */
export function valueOr(answer: string | undefined, variable: string): string {
  return answer === undefined ? `\${${variable}}` : JSON.stringify(answer);
}
