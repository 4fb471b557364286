import { describe, expect, it } from "vitest";
import type { GroupScopeConfig } from "../../../src/config/config.ts";
import type { GroupType } from "../../../src/model/group-type.ts";
import { isOfTypes, typesOf } from "../../../src/source/entra/read/group-types.ts";
import { entraConfig, entraSource, failureOf, group, groupId, member, read, user } from "../fixtures.ts";
import { page, scriptedGraph } from "../scripted-graph.ts";

const SECURITY = { groupTypes: [], mailEnabled: false, securityEnabled: true };
const OFFICE = { groupTypes: ["Unified"], mailEnabled: true, securityEnabled: false };
const SELECT = "$select=id,displayName,visibility,groupTypes,mailEnabled,securityEnabled";

const membersOf = (name: string) => `/groups/${groupId(name)}/members`;
const people = page([user("ada")]);
const members = [page([member("ada")])];

describe("what a group is", () => {
  it.each<{ fields: Record<string, unknown>; types: readonly GroupType[] }>([
    { fields: {}, types: ["security"] },
    { fields: { mailEnabled: true }, types: ["mail-enabled"] },
    { fields: { mailEnabled: true, securityEnabled: false }, types: ["distribution"] },
    { fields: { securityEnabled: false }, types: ["security"] },
    { fields: OFFICE, types: ["microsoft365"] },
    { fields: { ...OFFICE, securityEnabled: true }, types: ["microsoft365"] },
    { fields: { ...OFFICE, visibility: "Private" }, types: ["microsoft365"] },
    { fields: { ...OFFICE, visibility: "HiddenMembership" }, types: ["microsoft365", "hidden"] },
    { fields: { groupTypes: ["DynamicMembership"] }, types: ["security", "dynamic"] },
    {
      fields: { ...OFFICE, groupTypes: ["Unified", "DynamicMembership"] },
      types: ["microsoft365", "dynamic"],
    },
  ])("with $fields: $types", ({ fields, types }) => {
    expect(typesOf(group("x", { ...SECURITY, ...fields }), "the list of groups")).toEqual(types);
  });

  it("has to be wanted whole", () => {
    const is = (...types: GroupType[]) => ({ id: groupId("x"), name: "x", isHidden: false, types });
    const isWanted = isOfTypes(["security", "dynamic"]);

    expect([is("security"), is("security", "dynamic")].map(isWanted)).toEqual([true, true]);
    expect([is("microsoft365", "dynamic"), is("security", "hidden")].map(isWanted)).toEqual([false, false]);
    expect(isOfTypes(undefined)(is("distribution"))).toBe(true);
  });
});

describe("groups of some types", () => {
  const list = page([
    group("dev", SECURITY),
    group("team", OFFICE),
    group("atl-wiki", { ...SECURITY, groupTypes: ["DynamicMembership"] }),
    group("atl-office", OFFICE),
    group("atl-dev", SECURITY),
    group("atl-council", { ...OFFICE, visibility: "HiddenMembership" }),
  ]);
  const readGroups = async (url: string, groups: Partial<GroupScopeConfig>) => {
    const { groups: found, notes } = await read(entraConfig(url, { groups }));
    return { names: found.map(({ name }) => name), notes };
  };

  it("are those of all that are wanted; the others are counted in one note", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people],
      "/groups": [list],
      ...Object.fromEntries(["dev", "atl-dev"].map((name) => [membersOf(name), members])),
    }));

    const { names, notes } = await readGroups(graph.url, { from: "all", types: ["security"] });

    expect(names).toEqual(["dev", "atl-dev"]);
    expect(notes).toEqual([
      {
        subject: "source.groups.types",
        reason:
          "4 groups are of other types and are left out: 2 microsoft365, 1 microsoft365 + hidden, 1 security + dynamic",
      },
    ]);
    expect(graph.sent()).toContain(`/groups?${SELECT}&$top=999`);
  });

  it("narrow a wildcard, and nothing that is named outright", async () => {
    const named = ["team", "atl-office", "atl-wiki", "atl-dev"];
    await using graph = await scriptedGraph(() => ({
      "/users": [people],
      "/groups": [list],
      ...Object.fromEntries(named.map((name) => [membersOf(name), members])),
    }));

    const { names, notes } = await readGroups(graph.url, {
      from: "names",
      names: ["atl-*", "team", groupId("atl-office")],
      types: ["security", "dynamic"],
    });

    expect(names).toEqual(named);
    expect(notes.map(({ reason }) => reason)).toEqual([
      "1 group is of another type and is left out: 1 microsoft365 + hidden",
    ]);
  });

  it("narrow what is assigned to the application", async () => {
    const application = "cccccccc-0000-4000-8000-000000000003";
    const assigned = ["dev", "team"].map((name) => ({
      ...{ principalType: "Group", principalId: groupId(name), principalDisplayName: name, id: name },
    }));
    await using graph = await scriptedGraph(() => ({
      [`/servicePrincipals(appId='${application}')/appRoleAssignedTo`]: [page(assigned)],
      "/users": [people],
      "/groups": [page([group("dev", SECURITY), group("team", OFFICE)])],
      [membersOf("team")]: members,
    }));

    const { groups, notes } = await read(
      entraConfig(graph.url, {
        users: { from: "all", application },
        groups: { from: "assigned", types: ["microsoft365"] },
      }),
    );

    expect(groups.map(({ name }) => name)).toEqual(["team"]);
    expect(notes.map(({ reason }) => reason)).toEqual([
      "1 group is of another type and is left out: 1 security",
    ]);
    expect(graph.sent().find((url) => url.startsWith("/groups?"))).toContain(SELECT);
  });

  it("are not told apart unless the config asks for it: the fields are not read", async () => {
    await using graph = await scriptedGraph(() => ({
      "/users": [people],
      "/groups": [page([group("dev")])],
      [membersOf("dev")]: members,
    }));

    const { names, notes } = await readGroups(graph.url, { from: "all" });

    expect([names, notes]).toEqual([["dev"], []]);
    expect(graph.sent()).toContain("/groups?$select=id,displayName,visibility&$top=999");
  });

  it("do not say who is in scope, nor what is nested: such groups count whatever they are", async () => {
    await using graph = await scriptedGraph(() => ({
      "/groups": [list],
      [membersOf("team")]: members,
      [membersOf("dev")]: [
        page([{ "@odata.type": "#microsoft.graph.group", id: groupId("team"), userPrincipalName: null }]),
      ],
    }));

    const { people: found, groups } = await read(
      entraConfig(graph.url, {
        users: { from: "groups", groups: ["team"] },
        groups: { from: "names", names: ["d*"], types: ["security"] },
      }),
    );

    expect(found).toHaveLength(1);
    expect(groups).toMatchObject([{ name: "dev", members: found.map(({ id }) => id) }]);
  });

  it.each([{ groupTypes: undefined }, { mailEnabled: null }, { securityEnabled: null }])(
    "are not guessed when Graph leaves out what they are: %o",
    async (blank) => {
      await using graph = await scriptedGraph(() => ({
        "/users": [people],
        "/groups": [page([group("dev", { ...SECURITY, ...blank })])],
      }));

      const error = await failureOf(
        read(entraConfig(graph.url, { groups: { from: "all", types: ["security"] } })),
      );

      expect(error.code).toBe("INCOMPLETE_READ");
      expect(error.message).toContain("dev");
    },
  );

  it("are counted by the check", async () => {
    await using graph = await scriptedGraph(() => ({
      "/organization": [{ body: { value: [{ id: "t", displayName: "Contoso" }] } }],
      "/users": [people],
      "/groups": [list],
    }));
    const config = entraConfig(graph.url, {
      groups: { from: "names", names: ["atl-*", "atl-office"], types: ["security"] },
    });

    const findings = await entraSource(config).check(new AbortController().signal);

    expect(findings.find(({ subject }) => subject === "source.groups.names")?.message).toBe(
      "2 groups in Entra are meant; 2 more fit by name, but are not of source.groups.types.",
    );
  });
});
