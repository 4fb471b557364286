import { type NeededVariable, type StarterTarget, variablesOf } from "./starter-target.ts";
import { starterTargetText, valueOr } from "./starter-target-text.ts";

/** What `init` asks for. Anything left out becomes a reference to an environment variable. */
export interface StarterAnswers {
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly targets: readonly StarterTarget[];
}

/** The variables to set before the config works. Secrets are always among them: no file holds one. */
export function neededVariables({ tenantId, clientId, targets }: StarterAnswers): readonly NeededVariable[] {
  const entra = [
    ...(tenantId === undefined
      ? [{ name: "ENTRA_TENANT_ID", where: "Entra admin center > Overview > Tenant ID" }]
      : []),
    ...(clientId === undefined
      ? [{ name: "ENTRA_CLIENT_ID", where: "App registrations > your app > Application (client) ID" }]
      : []),
    { name: "ENTRA_CLIENT_SECRET", where: "App registrations > your app > Certificates & secrets" },
  ];
  return [...entra, ...targets.flatMap(variablesOf)];
}

/** In Atlassian Cloud a username looks like an address; in the products and in Crowd it seldom does. */
function usernameText(targets: readonly StarterTarget[]): string {
  const isCloudOnly = targets.every(({ type }) => type === "atlassian-cloud");
  return isCloudOnly
    ? `    # replace:             # in order, RE2 syntax: this one keeps what is before the @
    #   - { regex: '(.*)@.*', with: '$1' }
`
    : `    replace:               # in order, RE2 syntax; without it ada@example.com is ada@example.com
      - { regex: '(.*)@.*', with: '$1' }   # ada. It has to make the names that your accounts have
`;
}

/** A config file with comments, ready for `usersync check` once the variables are set. */
export function starterConfig({ tenantId, clientId, targets }: StarterAnswers): string {
  return `# usersync: from Microsoft Entra ID to Atlassian.
# \${NAME} is taken from the environment. Try it without changing anything: usersync plan

source:
  type: entra
  tenantId: ${valueOr(tenantId, "ENTRA_TENANT_ID")}
  credential:
    type: client-secret
    clientId: ${valueOr(clientId, "ENTRA_CLIENT_ID")}
    clientSecret: \${ENTRA_CLIENT_SECRET}
  users:
    from: all              # all | assigned (to an enterprise application) | groups
    guests: exclude        # exclude | include
  groups:
    from: none             # none | all | assigned | names
    # names: ['atl-*']     # with names: display names or object ids, * is a wildcard

mapping:
  username:
    from: userPrincipalName
${usernameText(targets)}
operations:                # switch off what usersync must not do
  import: true
  update: true
  enable: true
  disable: true

limits:                    # a run that would go beyond one withholds that part and says so
  disable: 10%

protect:                   # never updated, disabled or moved
  users: [admin, 'svc-*']

targets:
${targets.map(starterTargetText).join("\n")}
`;
}
