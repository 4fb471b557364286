import { expect, it } from "vitest";
import type { GraphGroup } from "../src/sandbox/graph/tenant.ts";
import { recordedTenant } from "../src/sandbox/recorded-tenant.ts";
import { sourceId } from "./support/people.ts";
import { describeShared, readShared } from "./support/shared.ts";
import {
  byName,
  crowdAccounts,
  crowdMemberships,
  openTwoServers,
  type Ran,
  scimAccounts,
  scimMemberships,
} from "./support/two-servers.ts";

interface Recording {
  readonly value: readonly {
    readonly id: string;
    readonly userPrincipalName: string;
    readonly mail: string;
    readonly displayName: string;
  }[];
}

const recording = () => readShared<Recording>("data", "graph", "sandbox-users-32.json");
const usernameOf = ({ userPrincipalName }: { readonly userPrincipalName: string }) =>
  userPrincipalName.replace(/@.*/, "").toLowerCase();

function idOf(username: string): string {
  return recording().value.find((user) => usernameOf(user) === username)?.id ?? "";
}

const group = (
  displayName: string,
  people: readonly string[],
  groups: readonly string[] = [],
): GraphGroup => ({
  id: sourceId(displayName),
  displayName,
  members: [...people.map(idOf), ...groups.map(sourceId)],
});

/** Nested, three deep, and in a circle: sales holds leads, and leads holds sales. */
const groups = () => [
  group("atl-retail", ["adelev"], ["sales"]),
  group("atl-leads", [], ["leads"]),
  group("atl-rooms", ["adams", "baker", "crystal", "hood", "rainier", "stevens"]),
  group("sales", ["debrab", "diegos"], ["leads"]),
  group("leads", ["alexw"], ["sales"]),
];
const MEMBERSHIPS = {
  leads: ["alexw", "debrab", "diegos"],
  retail: ["adelev", "alexw", "debrab", "diegos"],
  rooms: ["adams", "baker", "crystal", "hood", "rainier", "stevens"],
};

const expectedAccounts = () =>
  recording()
    .value.map((user) => ({
      ...{ username: usernameOf(user), email: user.mail, displayName: user.displayName },
      ...{ link: user.id, active: true },
    }))
    .sort(byName);

const summaries = ({ targets }: Ran) =>
  targets.map(({ name, summary, operations }) => ({
    ...{ name, imported: summary["import"], groups: summary["create-group"], members: summary["add-member"] },
    statuses: [...new Set(operations.map(({ status }) => status))],
  }));
const everything = (status: string) =>
  ["cloud", "crowd"].map((name) => ({ name, imported: 32, groups: 3, members: 13, statuses: [status] }));
const operations = ({ targets }: Ran) => targets.flatMap((target) => target.operations);

describeShared("Microsoft's demo tenant, into SCIM and into Crowd", () => {
  it("story 17: is imported with its groups, and the second and the third run find nothing to do", async () => {
    await using servers = await openTwoServers(recordedTenant(recording(), groups()));

    const plan = await servers.usersync("plan");
    const planned = servers.writes();
    const first = await servers.usersync("run");
    const written = servers.writes();
    const second = await servers.usersync("run");
    const third = await servers.usersync("run");
    const after = await servers.usersync("plan", "--detailed-exitcode");

    expect(summaries(plan)).toEqual(everything("planned"));
    expect(planned).toEqual([]);
    expect(summaries(first)).toEqual(everything("done"));
    expect(written).not.toEqual([]);
    expect([second, third, after].flatMap(operations)).toEqual([]);
    expect(servers.writes()).toEqual([]);
    expect([plan, first, second, third, after].map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(scimAccounts(servers)).toEqual(expectedAccounts());
    expect(crowdAccounts(servers)).toEqual(expectedAccounts());
    expect(scimMemberships(servers)).toEqual(MEMBERSHIPS);
    expect(crowdMemberships(servers)).toEqual(MEMBERSHIPS);
  });

  it("is left alone when Graph leaves accountEnabled out, as in the recording: unknown is not enabled", async () => {
    const tenant = recordedTenant(recording(), groups());
    const users = tenant.users.map(({ accountEnabled: _, ...user }) => ({ ...user, id: user.id }));
    await using servers = await openTwoServers({ ...tenant, users });

    const ran = await servers.usersync("run");

    expect(new Set(operations(ran).map(({ kind }) => kind))).toEqual(new Set(["create-group"]));
    expect([...scimAccounts(servers), ...crowdAccounts(servers)]).toEqual([]);
    for (const { notes } of ran.targets) {
      expect(notes.filter(({ reason }) => reason.includes("does not say whether"))).toHaveLength(32);
    }
  });
});
