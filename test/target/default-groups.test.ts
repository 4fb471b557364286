import { describe, expect, it } from "vitest";
import { type DefaultGroupSettings, defaultGroupFindings } from "../../src/target/default-groups.ts";
import type { Target } from "../../src/target/target.ts";
import { EVERYTHING, MAPPING } from "../support/people.ts";
import { openBitbucket } from "./open-bitbucket.ts";
import { openCloud } from "./open-cloud.ts";
import { openConfluence } from "./open-confluence.ts";
import { openCrowd } from "./open-crowd.ts";
import { openJira } from "./open-jira.ts";

interface Situation {
  readonly all?: readonly string[];
  readonly newcomers?: readonly string[];
  readonly protectedGroups?: readonly string[];
  readonly operations?: Partial<DefaultGroupSettings["operations"]>;
}

function settings({ all = [], newcomers = [], protectedGroups = [], operations }: Situation) {
  return {
    mapping: { ...MAPPING, defaultGroups: { all, new: newcomers } },
    operations: { ...EVERYTHING, createGroups: false, ...operations },
    protect: { users: [], groups: protectedGroups },
  };
}

const THERE = ["jira-software-users", "dev"];

function look(situation: Situation) {
  return defaultGroupFindings(settings(situation), {
    called: "Jira",
    isThere: async (name) => THERE.includes(name),
    someNames: async () => THERE,
  });
}

const FIX = "Correct `mapping.defaultGroups`, or create the group in Jira";

describe("a check of the default groups", () => {
  it.each([
    { situation: "there are none", findings: [] },
    {
      situation: "all are there, one of them named twice",
      ...{ all: ["dev"], newcomers: ["jira-software-users", "dev"] },
      findings: [{ level: "ok", message: "All of them are there: dev, jira-software-users." }],
    },
    {
      situation: "one is misspelt",
      newcomers: ["jira-software-userz"],
      findings: [
        {
          level: "problem",
          message: 'There is no group "jira-software-userz" in Jira, so nobody joins it.',
          fix: `Did you mean "jira-software-users"? ${FIX}.`,
        },
      ],
    },
    {
      situation: "one is like no other",
      all: ["nobody"],
      findings: [{ level: "problem", fix: `${FIX}.` }],
    },
    {
      situation: "one would be made without a word",
      ...{ all: ["devs", "dev"], operations: { createGroups: true } },
      findings: [
        {
          level: "warning",
          message: 'There is no group "devs" in Jira. It would be made, empty, and grants no licence.',
          fix: `Did you mean "dev"? ${FIX} with what it is to grant.`,
        },
      ],
    },
    {
      situation: "one is protected",
      ...{ all: ["dev"], protectedGroups: ["d*"] },
      findings: [{ level: "warning", message: 'The group "dev" is protected, so nobody joins it.' }],
    },
    {
      situation: "nobody is added to any group",
      ...{ all: ["nobody"], operations: { addMembers: false } },
      findings: [],
    },
  ])("where $situation", async ({ findings, ...situation }) => {
    const found = await look(situation);

    expect(found).toMatchObject(findings.map((one) => ({ ...one, subject: "mapping.defaultGroups" })));
    expect(found).toHaveLength(findings.length);
  });

  it("finds the missing one though no others can be listed", async () => {
    const findings = await defaultGroupFindings(settings({ all: ["nobody"] }), {
      called: "Jira",
      isThere: async () => false,
      someNames: () => Promise.reject(new Error("broken")),
    });

    expect(findings).toMatchObject([{ level: "problem", fix: `${FIX}.` }]);
  });
});

type Opened = AsyncDisposable & { readonly target: Target };

const open = {
  jira: (options: DefaultGroupSettings): Promise<Opened> =>
    openJira({ seed: { groups: [{ name: "staff" }] }, settings: options }),
  confluence: (options: DefaultGroupSettings): Promise<Opened> =>
    openConfluence({ seed: { groups: [{ name: "staff" }] }, settings: options }),
  bitbucket: (options: DefaultGroupSettings): Promise<Opened> =>
    openBitbucket({ seed: { groups: [{ name: "staff" }] }, settings: options }),
  crowd: (options: DefaultGroupSettings): Promise<Opened> =>
    openCrowd({ seed: { users: [{ name: "ada" }], groups: [{ name: "staff" }] }, settings: options }),
  cloud: (options: DefaultGroupSettings): Promise<Opened> =>
    openCloud({ seed: { groups: [{ displayName: "staff", members: [] }] }, settings: options }),
};

describe("every directory is asked for its default groups", () => {
  it.each(Object.keys(open) as (keyof typeof open)[])("%s", async (product) => {
    await using right = await open[product](settings({ all: ["Staff"] }));
    await using wrong = await open[product](settings({ all: ["staff", "stuff"] }));
    const signal = AbortSignal.timeout(60_000);
    const found = async ({ target }: Opened) =>
      (await target.check(signal)).filter(({ subject }) => subject === "mapping.defaultGroups");

    expect(await found(right)).toMatchObject([{ level: "ok" }]);
    const findings = await found(wrong);
    expect(findings).toMatchObject([{ level: "problem", fix: expect.stringContaining("Correct") }]);
    // Jira lists none but those that grant a licence, and staff does not.
    if (product !== "jira") expect(findings[0]?.fix).toContain('Did you mean "staff"?');
  });
});
