export interface SandboxAddresses {
  readonly tenantId: string;
  readonly graphUrl: string;
  readonly graphToken: string;
  readonly cloudUrl: string;
  readonly directoryId: string;
  readonly cloudToken: string;
  readonly crowdUrl: string;
  readonly application: string;
  readonly password: string;
}

/** A whole config for the servers of a sandbox, with comments for whoever tries usersync on it. */
export function configText(at: SandboxAddresses): string {
  return `# usersync.config.yaml: for the sandbox, whose servers run on this machine and whose secrets open nothing else.

source:
  type: entra
  tenantId: ${at.tenantId}
  graphUrl: ${at.graphUrl} # leave it out for the real Microsoft Graph
  credential:
    type: access-token # for real: client-secret, client-certificate, workload-identity, …
    token: ${at.graphToken}
  users:
    from: all
    guests: exclude
  groups:
    from: names
    names: ["atl-*"] # these groups of Entra are kept in step
    nested: true # members of nested groups count too

mapping:
  username:
    from: userPrincipalName
    replace:
      - { regex: "(.*)@.*", with: "$1" } # ada@larkspur.example becomes ada
  email: [mail, userPrincipalName] # the first that has a value
  groupName:
    replace:
      - { regex: "^atl-", with: "" } # atl-developers becomes developers

operations: # switch off what usersync is not to do
  import: true
  update: true
  enable: true
  disable: true
  createGroups: true
  addMembers: true
  removeMembers: true

limits: # beyond these a run withholds its removals and says so
  disable: 10%
  removeMembers: 20%
  removeMembersTotal: 10%

protect: # never touched
  users: [admin, "svc-*"]
  groups: [site-admins, crowd-administrators, jira-administrators, confluence-administrators, stash-users]

targets:
  - name: cloud
    type: atlassian-cloud
    url: ${at.cloudUrl} # leave it out for the real Atlassian Cloud
    directoryId: ${at.directoryId}
    token: ${at.cloudToken}
  - name: crowd
    type: crowd
    url: ${at.crowdUrl}
    application: ${at.application}
    password: ${at.password}
`;
}
