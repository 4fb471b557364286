import { describe, expect, it } from "vitest";
import { accountOf } from "../src/sandbox/company/account.ts";
import { toCompany } from "../src/sandbox/company.ts";
import type { GraphObject } from "../src/sandbox/graph/tenant.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { DIRECTORY_NAMES } from "../src/sandbox/servers/servers.ts";
import { stableId } from "../src/sandbox/stable-id.ts";
import { openRemembering } from "./support/remembering.ts";
import { describePlan, syncWith } from "./support/sync-sandbox.ts";

function personOf(name: string): GraphObject {
  const address = `${name}@larkspur.example`;
  return {
    id: stableId(`person ${name}`),
    ...{ accountEnabled: true, userType: "Member", displayName: name, givenName: name, surname: "X" },
    ...{ mail: address, userPrincipalName: address },
  };
}

const people = ["ada", "bob"].map(personOf);
const names = Array.from({ length: 37 }, (_, at) => `team-${String(at).padStart(2, "0")}`);

/** In Entra both are in all groups, in the directories only bob is. */
const company = () => {
  const accounts = people.map((person) => accountOf(person));
  const content = { accounts, groups: names.map((name) => ({ name, members: ["bob"] })) };
  const groups = names.map((name) => ({
    id: stableId(name),
    displayName: `atl-${name}`,
    members: people.map(({ id }) => id),
  }));
  const tenant = { id: stableId("tenant"), displayName: "Larkspur", users: people, groups };
  return toCompany(tenant, Object.fromEntries(DIRECTORY_NAMES.map((name) => [name, content])));
};

describe.each(DIRECTORY_NAMES)("in %s", (name) => {
  it("story 11: somebody who gains 37 groups at once comes to all of them, and once", async () => {
    const sandbox = await startSandbox({ directories: [name], company: company() });
    await using memory = await openRemembering();

    const first = describePlan(await syncWith(sandbox.configText, { ...memory, dryRun: false }));
    const second = describePlan(await syncWith(sandbox.configText, { ...memory, dryRun: true }));
    await sandbox.close();

    expect(first.filter((line) => line.includes("add-member")).sort()).toEqual(
      names.map(() => `${name}: add-member ada: done`),
    );
    expect(first.filter((line) => !line.endsWith(": done"))).toEqual([]);
    expect(second).toEqual([]);
  });
});
