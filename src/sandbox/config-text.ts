import type { Servers } from "./servers/servers.ts";

export interface TargetText {
  readonly name: string;
  /** From `type` on. */
  readonly lines: readonly string[];
}

/** A whole config for the servers of a sandbox, with comments for whoever tries usersync on it. */
export function configText({ graph }: Pick<Servers, "graph">, targets: readonly TargetText[]): string {
  return `# usersync.config.yaml: for the sandbox, whose servers run on this machine and whose secrets open nothing else.

source:
  type: entra
  tenantId: ${graph.tenantId}
  graphUrl: ${graph.url} # leave it out for the real Microsoft Graph
  credential:
    type: access-token # for real: client-secret, client-certificate, workload-identity, …
    token: ${graph.token}
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
  groups: # without this, groups that were there before wait for usersync adopt
    - { name: "*", adopt: always }

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
${targets.map(targetText).join("")}`;
}

function targetText({ name, lines }: TargetText): string {
  return [`  - name: ${name}\n`, ...lines.map((line) => `    ${line}\n`)].join("");
}
