import { describe, expect, it } from "vitest";
import { accountOf, type SeedAccount } from "../src/sandbox/company/account.ts";
import { toCompany } from "../src/sandbox/company.ts";
import type { GraphGroup, GraphObject, Tenant } from "../src/sandbox/graph/tenant.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { stableId } from "../src/sandbox/stable-id.ts";
import { describePlan, syncWith } from "./support/sync-sandbox.ts";

const HOST = "larkspur.example";

function personOf(name: string, overrides: Partial<GraphObject> = {}): GraphObject {
  const address = `${name}@${HOST}`;
  return {
    id: stableId(`person ${name}`),
    ...{ accountEnabled: true, userType: "Member", displayName: name, givenName: name, surname: "X" },
    ...{ mail: address, userPrincipalName: address, department: "R&D" },
    ...overrides,
  };
}

const wes = personOf("wes", {
  userType: "Guest",
  mail: "wes@fabrikam.example",
  userPrincipalName: "wes_king_fabrikam.example#EXT#@larkspur.onmicrosoft.example",
});
const people = ["ada", "bob", "cleo", "dan", "eve"].map((name) => personOf(name));
const [ada, bob, cleo, dan, eve] = people as [
  GraphObject,
  GraphObject,
  GraphObject,
  GraphObject,
  GraphObject,
];

function groupOf(
  displayName: string,
  members: readonly GraphObject[],
  overrides: Partial<GraphGroup> = {},
): GraphGroup {
  return {
    id: stableId(`group ${displayName}`),
    displayName,
    members: members.map(({ id }) => id),
    ...{ groupTypes: [], mailEnabled: false, securityEnabled: true },
    ...overrides,
  };
}

const OFFICE = { groupTypes: ["Unified"], mailEnabled: true, securityEnabled: false };

const tenant = (): Tenant => ({
  id: stableId("tenant"),
  displayName: "Larkspur",
  users: [...people, wes],
  groups: [
    groupOf("Engineers", [ada, bob, eve]),
    groupOf("Testers", [bob, cleo, wes]),
    groupOf("Leads", [ada]),
    groupOf("atl-team-a", [ada, dan]),
    groupOf("atl-office", [cleo], OFFICE),
    groupOf("atl-rule", [dan], { groupTypes: ["DynamicMembership"] }),
  ],
});

/** Everybody has an account but the guest; dan came into `team-a` by hand, and so did bob. */
const accounts: readonly SeedAccount[] = [
  ...people.map((person) => accountOf(person)),
  accountOf(personOf("svc-local"), { link: undefined }),
];
const company = () =>
  toCompany(tenant(), {
    crowd: {
      accounts,
      groups: [
        { name: "dev", members: ["ada", "dan", "svc-local"] },
        { name: "team-a", members: ["bob", "svc-local"] },
        { name: "platform-owned", members: ["ada", "svc-local"] },
      ],
    },
  });

const GROUPS = `
    from: names
    names: ["atl-*", Engineers, Testers, Leads]
    types: [security]
`;

const MAPPING = `
  username:
    from: userPrincipalName
    replace:
      - { regex: "(.*)@.*", with: "$1" }
  guestUsername:
    from: homeUserPrincipalName
    replace:
      - { regex: "^(.*)@([^.]*).*$", with: "ext-$2-$1" }
  groupName:
    map:
      Engineers: [dev, wiki-dev]
      Testers: dev
      Leads: leads
    replace:
      - { regex: "^atl-", with: "" }
    suffix: "-synced"
  groups:
    - { name: "team-*", remove: false }
`;

const LIMITS = `
  disable: none
  removeMembers: none
  removeMembersTotal: none
`;

/** The sandbox's config with other sections. */
function configOf(text: string, mapping = MAPPING): string {
  return text
    .replace(/(?<=\n {2}groups:)\n[\s\S]*?\n(?=\nmapping:)/, GROUPS)
    .replace("guests: exclude", "guests: include\n    exclude: [eve@larkspur.example]")
    .replace(/(?<=\nmapping:)\n[\s\S]*?(?=\noperations:)/, mapping)
    .replace(/(?<=\nlimits:).*\n[\s\S]*?(?=\nprotect:)/, LIMITS);
}

async function open() {
  const sandbox = await startSandbox({ directories: ["crowd"], company: company() });
  const run = (mapping?: string, edit = (text: string) => text) =>
    syncWith(edit(configOf(sandbox.configText, mapping)), { dryRun: false });
  const groups = () =>
    Object.fromEntries(
      [...sandbox.crowd.state.groups.values()].map(({ name, members }) => [
        name,
        [...members].map((user) => user.name).sort(),
      ]),
    );
  return { sandbox, run, groups, [Symbol.asyncDispose]: () => sandbox.close() };
}

describe("groups of Entra in a directory", () => {
  it("are joined, split, renamed and chosen by type, and a second run has nothing to do", async () => {
    await using opened = await open();

    const plan = await opened.run();
    const second = await opened.run();

    expect(describePlan(plan).filter((line) => !line.endsWith(": done"))).toEqual([]);
    expect(opened.groups()).toEqual({
      dev: ["ada", "bob", "cleo", "ext-fabrikam-wes_king", "svc-local"],
      "wiki-dev": ["ada", "bob"],
      leads: ["ada"],
      "team-a-synced": ["ada", "dan"],
      "team-a": ["bob", "svc-local"],
      "platform-owned": ["ada", "svc-local"],
    });
    expect(second.complete).toBe(true);
    expect(describePlan(second)).toEqual([]);
    const [{ notes = [] } = {}] = plan.targets;
    expect(notes.filter(({ subject }) => subject === "source.groups.types")).toEqual([
      {
        kind: "excluded",
        subject: "source.groups.types",
        reason: "2 groups are of other types and are left out: 1 microsoft365, 1 security + dynamic",
      },
    ]);
  });

  it("keep members of their own where a rule says so, and say how many", async () => {
    await using opened = await open();

    const plan = await opened.run(MAPPING.replace(/ {4}suffix: .*\n/, ""));

    expect(opened.groups()["team-a"]).toEqual(["ada", "bob", "dan", "svc-local"]);
    expect(plan.targets[0]?.notes).toContainEqual({
      kind: "switched-off",
      subject: "team-a",
      reason: "1 member whom the source does not name stays in the group (mapping.groups[0])",
    });
  });

  it("story 6, 42: have members who are not ours left in them, whatever Entra says", async () => {
    await using opened = await open();

    await opened.run();

    expect(opened.groups()["dev"]).toContain("svc-local");
    expect(opened.groups()["dev"]).not.toContain("dan");
  });

  it("story 5: leave groups alone that the source does not name, whoever made them; none is deleted", async () => {
    await using opened = await open();
    const { traffic } = opened.sandbox.crowd;

    const plan = await opened.run();
    opened.sandbox.graph.directory.removeGroup(stableId("group Leads"));
    const later = await opened.run(MAPPING, (text) => text.replace(", Leads]", "]"));

    expect(describePlan(later)).toEqual([]);
    const operations = plan.targets.flatMap((target) => target.operations);
    const touched = operations.flatMap((one) => ("group" in one ? [one.group.name] : []));
    expect(new Set(touched)).toEqual(new Set(["dev", "wiki-dev", "leads", "team-a-synced"]));
    expect(opened.groups()["platform-owned"]).toEqual(["ada", "svc-local"]);
    expect(opened.groups()["leads"]).toEqual(["ada"]);
    expect(
      traffic.requests.filter(({ method, path }) => method === "DELETE" && /\/group$/.test(path)),
    ).toEqual([]);
  });

  it("story 24: lose somebody whom Entra has deleted at the next run, since every run reads everything", async () => {
    await using opened = await open();
    await opened.run();

    opened.sandbox.graph.directory.removeUser(bob.id);
    const plan = await opened.run();

    expect(describePlan(plan)).toEqual([
      "crowd: remove-member bob: done",
      "crowd: remove-member bob: done",
      "crowd: disable bob: done",
    ]);
    expect(opened.groups()["dev"]).not.toContain("bob");
  });

  it("have no members out of scope: neither excluded ones nor those whom a rule drops", async () => {
    await using opened = await open();
    const rule = 'where: [{ not: { property: homeUserPrincipalName, endsWith: "@fabrikam.example" } }]';

    await opened.run(MAPPING, (text) => text.replace("guests: include", `guests: include\n    ${rule}`));

    expect(opened.groups()["dev"]).toEqual(["ada", "bob", "cleo", "svc-local"]);
  });
});

it.each([
  { rule: "their name at home, by the rule for guests", mapping: MAPPING, username: "ext-fabrikam-wes_king" },
  {
    rule: "the rule for everybody when there is none for guests",
    mapping: MAPPING.replace(/ {2}guestUsername:[\s\S]*?(?= {2}groupName:)/, ""),
    username: "wes_king_fabrikam.example#ext#",
  },
])("story 34: guests are called after $rule", async ({ mapping, username }) => {
  await using opened = await open();

  await opened.run(mapping);

  expect([...opened.sandbox.crowd.state.users.keys()]).toContain(username);
});
