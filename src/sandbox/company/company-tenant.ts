import type { GraphGroup, Tenant } from "../graph/tenant.ts";
import { stableId } from "../stable-id.ts";
import { GUESTS, type Handle, NAMESAKES, people, personId, TEAMS } from "./people.ts";

const PRINTER = stableId("larkspur device printer");
const PIPELINE = stableId("larkspur service principal pipeline");

/** The Entra tenant of Larkspur Instruments, who build measuring devices and have about fifty people. */
export function companyTenant(): Tenant {
  return {
    id: stableId("larkspur tenant"),
    displayName: "Larkspur Instruments",
    users: people(),
    groups: groups(),
    applications: [
      {
        id: stableId("larkspur application"),
        appId: stableId("larkspur application client"),
        displayName: "Atlassian",
        assignedTo: [groupId("Engineering"), groupId("atl-support"), personId("ruth.abrams")],
      },
    ],
    others: [
      { id: PRINTER, type: "device", displayName: "PRINTER-02" },
      { id: PIPELINE, type: "servicePrincipal", displayName: "build-pipeline" },
    ],
  };
}

/**
 * The groups that go to Atlassian are called `atl-…`. They nest the company's own groups, two of which
 * contain each other, as happens when nobody looks.
 */
function groups(): readonly GraphGroup[] {
  const { engineering, platform, support, design, business } = TEAMS;
  return [
    group("Engineering", engineering, { nested: ["Platform Team"], others: [PRINTER, PIPELINE] }),
    group("Platform Team", platform, { nested: ["Engineering"] }),
    group("Business", business),
    group("atl-developers", ["anna.schmidt@labs"], { nested: ["Engineering"] }),
    group("atl-support", support),
    group("atl-design", [...design, "anna.schmidt"]),
    group("atl-everyone", [], { nested: ["Engineering", "atl-support", "atl-design", "Business"] }),
    group("atl-contractors", [...GUESTS, "victor.almeida", "yuki.tanaka"]),
    group("atl-site-admins", ["nadia.haddad", "george.papadopoulos"]),
    {
      ...group("All Company", [...Object.values(TEAMS).flat(), ...NAMESAKES]),
      ...mailed("all", { securityEnabled: false }),
      ...{ groupTypes: ["Unified"], visibility: "Public" },
    },
    {
      ...group("Works Council", ["ruth.abrams", "mateo.garcia"]),
      ...mailed("works-council", { securityEnabled: false }),
      ...{ groupTypes: ["Unified"], visibility: "HiddenMembership" },
    },
    { ...group("Newsletter", design), ...mailed("newsletter", { securityEnabled: false }) },
    { ...group("Finance Approvers", ["samuel.otieno"]), ...mailed("approvers", { securityEnabled: true }) },
    {
      ...group("Platform Staff", platform),
      groupTypes: ["DynamicMembership"],
      membershipRule: '(user.department -eq "Platform")',
      membershipRuleProcessingState: "On",
    },
  ];
}

/** A group with an address of its own. With `securityEnabled` it may be given rights too. */
function mailed(local: string, { securityEnabled }: { readonly securityEnabled: boolean }) {
  return { mail: `${local}@larkspur.example`, mailEnabled: true, securityEnabled };
}

interface Contents {
  readonly nested?: readonly string[];
  readonly others?: readonly string[];
}

function group(
  name: string,
  handles: readonly Handle[],
  { nested = [], others = [] }: Contents = {},
): GraphGroup {
  return {
    id: groupId(name),
    displayName: name,
    members: [...handles.map(personId), ...nested.map(groupId), ...others],
    createdDateTime: "2021-04-06T07:00:00Z",
    groupTypes: [],
    mailEnabled: false,
    mailNickname: name.toLowerCase().replaceAll(" ", "-"),
    securityEnabled: true,
  };
}

function groupId(name: string): string {
  return stableId(`larkspur group ${name}`);
}
