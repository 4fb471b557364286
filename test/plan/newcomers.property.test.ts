import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeDesired } from "../../src/desired/make-desired.ts";
import { CAPABILITIES, MAPPING, NO_LIMITS, NO_RULES, person, snapshot, stranger } from "../support/people.ts";
import { rememberingDirectory, type Wish } from "./remembering-directory.ts";
import type { Trouble } from "./troubled-target.ts";

const NAMES = ["ada", "bob", "eve"];

const trouble: fc.Arbitrary<Trouble> = fc.record({
  refuseEach: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  dieBefore: fc.option(fc.nat(6), { nil: undefined }),
  half: fc.boolean(),
});
const capabilities = fc.constantFrom<typeof CAPABILITIES>(
  CAPABILITIES,
  { ...CAPABILITIES, link: "state" },
  { ...CAPABILITIES, link: "state", defaultAccess: { groups: ["users"] } },
);

function wishFor(people: readonly string[], can: typeof CAPABILITIES): Wish {
  const desired = makeDesired(snapshot({ people: people.map((name) => person(name)) }), {
    mapping: { ...MAPPING, defaultGroups: { all: [], new: ["starters", "users"] } },
    scope: NO_RULES,
    now: 0,
    capabilities: can,
  });
  return { desired, limits: NO_LIMITS, settings: {} };
}

describe("whoever is imported", () => {
  it("comes to the default groups in the end, whatever broke off, and nobody else does", async () => {
    await fc.assert(
      fc.asyncProperty(capabilities, fc.array(trouble, { maxLength: 4 }), async (can, troubles) => {
        const start = {
          accounts: [stranger("old")],
          groups: [{ id: "users", name: "users", members: [], licensed: true as const }],
        };
        const place = rememberingDirectory(start, can);
        const wish = wishFor([...NAMES, "old"], can);
        for (const how of troubles) await place.carryOut(await place.plan(wish), how);
        await place.carryOut(await place.plan(wish), {});

        const { accounts, groups } = await place.look();

        const made = accounts.flatMap(({ id }) => (id.startsWith("made-") ? [id] : [])).toSorted();
        expect(made.length).toBe(NAMES.length);
        const starters = groups.find(({ name }) => name === "starters");
        expect(starters?.members.toSorted()).toEqual(made);
        expect((await place.plan(wish)).operations).toEqual([]);
        expect((await place.look()).accounts.filter(({ fresh }) => fresh)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
