import { describe, expect, it } from "vitest";
import { toCompany } from "../src/sandbox/company.ts";
import type { GraphGroup, GraphObject, Tenant } from "../src/sandbox/graph/tenant.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { stableId } from "../src/sandbox/stable-id.ts";
import { syncWith } from "./support/sync-sandbox.ts";

const NAMES = ["ada", "bob", "cleo", "dan", "eve", "finn"];
const people = NAMES.map((name): GraphObject => {
  const address = `${name}@larkspur.example`;
  return {
    id: stableId(`person ${name}`),
    ...{ accountEnabled: true, userType: "Member", displayName: name, givenName: name, surname: "X" },
    ...{ mail: address, userPrincipalName: address },
  };
});

/** @param members Names of people and of groups. */
function groupOf(displayName: string, members: readonly string[]): GraphGroup {
  const idOf = (name: string) => stableId(NAMES.includes(name) ? `person ${name}` : `group ${name}`);
  const kind = { groupTypes: [], mailEnabled: false, securityEnabled: true };
  return { id: stableId(`group ${displayName}`), displayName, members: members.map(idOf), ...kind };
}

/** `attic` is not synced. The support team and its night shift hold each other. */
const tenant = (): Tenant => ({
  id: stableId("tenant"),
  displayName: "Larkspur",
  users: people,
  groups: [
    groupOf("atl-all", ["ada", "atl-dev", "attic"]),
    groupOf("atl-dev", ["bob", "cleo"]),
    groupOf("attic", ["dan", "atl-support"]),
    groupOf("atl-support", ["eve", "atl-night"]),
    groupOf("atl-night", ["finn", "atl-support"]),
  ],
});

const SYNCED = `
    from: names
    names: ["atl-*"]
`;

async function open() {
  const sandbox = await startSandbox({ directories: ["crowd"], company: toCompany(tenant(), {}) });
  const config = sandbox.configText.replace(/(?<=\n {2}groups:)\n[\s\S]*?\n(?=\nmapping:)/, SYNCED);
  const run = (nesting: "flatten" | "mirror") =>
    syncWith(config.replace(/\nmapping:\n/, `\nmapping:\n  nesting: ${nesting}\n`), { dryRun: false });
  const groups = () =>
    Object.fromEntries(
      [...sandbox.crowd.state.groups.values()]
        .filter(({ name }) => Object.hasOwn(FLAT, name))
        .map(({ name, members, childGroups }) => [
          name,
          [
            ...[...members].map((user) => user.name).sort(),
            ...[...childGroups].map((one) => `[${one}]`).sort(),
          ].join(" "),
        ]),
    );
  return { run, groups, [Symbol.asyncDispose]: () => sandbox.close() };
}

const FLAT = {
  all: "ada bob cleo dan eve finn",
  dev: "bob cleo",
  support: "eve finn",
  night: "eve finn",
};

describe("groups inside groups of Entra, in Crowd", () => {
  it("are nested from flat ones without a limit in the way, stay so, and can be flattened again", async () => {
    await using opened = await open();

    await opened.run("flatten");
    expect(opened.groups()).toEqual(FLAT);

    const [nested] = (await opened.run("mirror")).targets;
    expect(nested?.operations.filter(({ status }) => status !== "done")).toEqual([]);
    expect(nested?.tripped).toEqual([]);
    expect(opened.groups()).toEqual({
      all: "ada dan [dev] [support]",
      dev: "bob cleo",
      support: "eve [night]",
      night: "eve finn",
    });
    expect(nested?.notes.filter(({ subject }) => subject.includes(" in "))).toEqual([
      {
        kind: "unsupported",
        subject: "support in night",
        reason: "not nested, since the groups hold each other in Entra; the members are put in themselves",
      },
    ]);

    const [again] = (await opened.run("mirror")).targets;
    expect(again?.operations).toEqual([]);

    await opened.run("flatten");
    expect(opened.groups()).toEqual({
      all: `${FLAT.all} [dev] [support]`,
      dev: FLAT.dev,
      support: `${FLAT.support} [night]`,
      night: FLAT.night,
    });
  });
});
