import { accountOf, type SeedAccount } from "../../src/sandbox/company/account.ts";
import { type Company, toCompany } from "../../src/sandbox/company.ts";
import type { GraphObject } from "../../src/sandbox/graph/tenant.ts";
import { stableId } from "../../src/sandbox/stable-id.ts";

/** One person for each kind of operation, so that a run has few requests and yet all that there are. */
export function tinyCompany(): Company {
  const people = ["ada", "bob", "cleo", "dan", "finn"].map((name) => personOf(name));
  const [ada, bob, cleo, dan, finn] = people as [
    GraphObject,
    GraphObject,
    GraphObject,
    GraphObject,
    GraphObject,
  ];
  const eve = personOf("eve", { accountEnabled: false });
  const accounts: readonly SeedAccount[] = [
    accountOf(ada),
    accountOf(cleo, { username: "cleo.old", displayName: "Cleo Old" }),
    accountOf(dan, { active: false }),
    accountOf(eve, { active: true }),
    accountOf(finn, { link: undefined }),
    accountOf(personOf("gone")),
    accountOf(personOf("admin"), { link: undefined }),
  ];
  const content = { accounts, groups: [{ name: "dev", members: ["ada", "eve", "gone", "admin"] }] };
  const tenant = {
    id: stableId("tiny tenant"),
    displayName: "Tiny",
    users: [...people, eve],
    groups: [groupOf("atl-dev", [ada, bob, cleo, dan]), groupOf("atl-ops", [ada, bob, finn])],
  };
  return toCompany(tenant, { cloud: content, crowd: content });
}

function personOf(name: string, overrides: Readonly<Record<string, unknown>> = {}): GraphObject {
  return {
    ...{
      id: stableId(`tiny ${name}`),
      userPrincipalName: `${name}@tiny.example`,
      mail: `${name}@tiny.example`,
    },
    ...{ displayName: `${name} Tiny`, givenName: name, surname: "Tiny" },
    ...{ accountEnabled: true, userType: "Member" },
    ...overrides,
  };
}

function groupOf(displayName: string, members: readonly GraphObject[]) {
  return { id: stableId(`tiny ${displayName}`), displayName, members: members.map(({ id }) => id) };
}
