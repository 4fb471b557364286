// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are among what is tested.
import { expect, it } from "vitest";
import { parseYaml } from "../../src/config/yaml-text.ts";
import { context, errorOf, parse } from "./config-builder.ts";

/** One mistake of each kind, so that the wording can be read as prose. */
const FULL_OF_MISTAKES = `
sources: [entra]
source:
  type: entra
  tenantID: contoso.onmicrosoft.com
  cloud: germany
  graphUrl: http://graph.microsoft.com
  credential:
    type: client-secret
    clientId: 11111111-2222-3333-4444-555555555555
    clientSecret: \${ENTRA_CLIENT_SECRET}
    tenantId: contoso
  users:
    from: assigned
    groups: Engineering
    guests: yes
  groups: { names: ["atl-*"] }
  timeoutSeconds: 1.5
  caFile: certs/ca.pem
mapping:
  username:
    from: user principal name
    replace:
      - { regex: '(?<=\\\\)(.*)', with: '$1' }
      - { regex: '(\\w+)\\.\\1', with: '$1' }
      - { regex: '(.*)@.*', with: '$2' }
      - { regex: '*@example.com' }
    case: upper
  email: mail
  groupName: { map: { Engineers: 7 } }
operations: { delete: true, disable: never }
limits: { disable: 110%, removeMembers: 0.2, import: -1, update: few, emptyGroup: warn }
protect: { users: admin }
targets:
  - name: Atlassian Cloud
    type: atlassian-cloud
    directoryId: ""
    token: 12345678
    url: https://ada:secret@api.atlassian.com
    concurrency: 100
    requestsPerSecond: 0
  - name: crowd
    type: crowd
    url: crowd.example.com
    password: \${file:crowd-password}
    limits: 5
  - name: crowd
    type: jira-cloud
  - name: jira
    type: jira
    url: http://jira.example.com
    username: usersync
    listing: { groups: jira-software-users }
    onDisable: { projectLeader: project-office }
  - name: confluence
    type: confluence
    url: https://confluence.example.com
    token: \${CONFLUENCE_TOKEN:-}
  - name: confluence-2
    type: confluence
    url: https://CONFLUENCE.example.com:443/
    token: secret
    username: usersync
    password: secret
  - name: bitbucket
    type: bitbucket
    url: https://bitbucket.example.com
    token: secret
    licenseGroups: []
    notifyNewUsers: never
  - name: bitbucket-ldap
    type: bitbucket
    url: https://bitbucket.example.com
    username: "domain:usersync"
    password: secret
    directoryName: Corporate LDAP
state: { url: sqlite://.usersync/state.db }
schedule: { cron: '*/15 * * *', timezone: Berlin, jitterSeconds: 100000 }
log: debug
`;

it("explains a config full of mistakes, all at once", async () => {
  const error = errorOf(parseYaml(FULL_OF_MISTAKES, "usersync.config.yaml"));

  await expect(`${error.message}\n\n${error.why}\n${error.fix}\n`).toMatchFileSnapshot(
    "snapshots/config-full-of-mistakes.txt",
  );
});

it("takes the config of the design", () => {
  const config = parse(
    parseYaml(
      `
source:
  type: entra
  tenantId: \${ENTRA_TENANT_ID}
  cloud: global
  graphUrl: https://graph.microsoft.com
  credential: { type: client-secret, clientId: "\${ENTRA_CLIENT_ID}", clientSecret: "\${ENTRA_CLIENT_SECRET}" }
  users: { from: groups, groups: [Everybody], nested: true, guests: exclude, filter: "department eq 'R&D'" }
  groups: { from: names, names: ['atl-*'], nested: true }
mapping:
  username: { from: userPrincipalName, replace: [{ regex: '(.*)@.*', with: '$1' }], case: lower }
  email: [mail, userPrincipalName]
  groupName: { map: { 'Entra name or id': 'Atlassian name' }, replace: [{ regex: '^atl-', with: '' }] }
  defaultGroups: { all: [], new: [jira-software-users] }
limits: { disable: 10%, removeMembers: 20%, removeMembersTotal: 10%, import: none, update: none, emptyGroup: refuse }
protect: { users: [admin, 'svc-*'], groups: [site-admins] }
targets:
  - { name: cloud, type: atlassian-cloud, directoryId: "\${ATLASSIAN_DIRECTORY_ID}", token: "\${ATLASSIAN_SCIM_TOKEN}", url: https://api.atlassian.com }
  - { name: crowd, type: crowd, url: https://crowd.example.com/crowd, application: usersync, password: "\${CROWD_APPLICATION_PASSWORD}" }
  - { name: jira, type: jira, url: https://jira.example.com, token: "\${JIRA_TOKEN}", concurrency: 4, requestsPerSecond: 20 }
schedule: { cron: '*/15 * * * *', timezone: Europe/Berlin }
log: { level: info, format: auto }
`,
      "usersync.config.yaml",
    ),
    context({
      env: {
        ENTRA_TENANT_ID: "contoso.onmicrosoft.com",
        ENTRA_CLIENT_ID: "app",
        ENTRA_CLIENT_SECRET: "secret",
        ATLASSIAN_DIRECTORY_ID: "dir",
        ATLASSIAN_SCIM_TOKEN: "token",
        CROWD_APPLICATION_PASSWORD: "password",
        JIRA_TOKEN: "token",
      },
    }),
  );

  expect(config.targets.map(({ name }) => name)).toEqual(["cloud", "crowd", "jira"]);
  expect(config.schedule).toEqual({ cron: "*/15 * * * *", timezone: "Europe/Berlin", jitter: 0 });
});
