import { describe, expect, it } from "vitest";
import type { DesiredUser } from "../../src/model/desired.ts";
import type { Account } from "../../src/model/directory-snapshot.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { account, CAPABILITIES, desired, desiredUser, directory, rules } from "../support/people.ts";

const SILENT = { ...CAPABILITIES, remembered: ["email"] } as const;

function updateOf(user: Partial<DesiredUser>, given: Account, capabilities = SILENT as typeof CAPABILITIES) {
  const wanted = desired({ users: [desiredUser("ada", user)] });
  return makePlan(wanted, directory([given]), rules({ capabilities })).operations[0];
}

describe("an update in a directory that wants the e-mail along and never tells it", () => {
  it("carries the one that is remembered", () => {
    expect(updateOf({ displayName: "Countess" }, account("ada"))).toMatchObject({
      kind: "update",
      changes: [{ field: "displayName" }],
      email: "ada@example.com",
    });
  });

  it("carries none where the e-mail is what changes", () => {
    expect(updateOf({ email: "ada@new.example.com" }, account("ada"))).not.toHaveProperty("email");
  });

  it("carries none where nobody knows it", () => {
    const { email: _, ...silent } = account("ada");
    const { email: __, ...noEmail } = desiredUser("ada");
    const wanted = desired({ users: [{ ...noEmail, displayName: "Countess" }] });

    const { operations } = makePlan(wanted, directory([silent]), rules({ capabilities: SILENT }));

    expect(operations[0]).not.toHaveProperty("email");
  });

  it("carries none where the directory tells it", () => {
    expect(updateOf({ displayName: "Countess" }, account("ada"), CAPABILITIES)).not.toHaveProperty("email");
  });
});

describe("an e-mail that a directory never tells", () => {
  const { email: _, ...silent } = account("ada");
  const changes = (capabilities: typeof CAPABILITIES) => {
    const operation = updateOf({}, silent, capabilities);
    return operation?.kind === "update" ? operation.changes : [];
  };

  it("was not none before it is first written: nobody knows", () => {
    expect(changes(SILENT as typeof CAPABILITIES)).toEqual([
      { field: "email", from: "", to: "ada@example.com", unknown: true },
    ]);
  });

  it("was none where the directory would tell it", () => {
    expect(changes(CAPABILITIES)).toEqual([{ field: "email", from: "", to: "ada@example.com" }]);
  });
});
