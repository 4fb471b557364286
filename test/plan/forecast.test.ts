import { expect, it } from "vitest";
import type { Note } from "../../src/model/desired.ts";
import { createForecast } from "../../src/plan/orphans/forecast.ts";
import { sourceId } from "../support/people.ts";

const note = (kind: Note["kind"]): Note => ({
  kind,
  subject: "ada",
  reason: `it is ${kind}`,
  sourceIds: [sourceId("ada")],
});

it.each([
  { notes: [note("collision"), note("switched-off")] },
  { notes: [note("switched-off"), note("collision")] },
])("of several obstacles the first in the way is named, in whatever order they come", ({ notes }) => {
  const read = { users: 0, groups: 0, memberships: 0 };
  const plan = { name: "crowd", type: "crowd", read, operations: [], notes, tripped: [], incomplete: [] };

  expect(createForecast(plan).importing(sourceId("ada"))).toEqual({
    status: "nothing",
    kind: "collision",
    why: "it is collision",
  });
});
