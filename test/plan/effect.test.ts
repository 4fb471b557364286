import { describe, expect, it } from "vitest";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { TargetId, Username } from "../../src/model/ids.ts";
import type { Change, LinkUser, Operation } from "../../src/model/operation.ts";
import type { OpenEntry } from "../../src/model/recorded.ts";
import { imageOf } from "../../src/plan/look-again/directory-image.ts";
import { effectOf } from "../../src/plan/look-again/effect.ts";
import { settle } from "../../src/plan/look-again/settle.ts";
import { account, directory, directoryGroup, sourceId, stranger, targetId } from "../support/people.ts";

const user = (name: string) => ({
  username: name as Username,
  sourceId: sourceId(name),
  targetId: targetId(name),
});
const newcomer = (name: string) => ({ username: name as Username, sourceId: sourceId(name) });
const dev = { name: "dev", targetId: "group-dev" };
const names = (from: string, to: string): Change[] => [
  { field: "username", from, to },
  { field: "email", from: `${from}@example.com`, to: `${to}@example.com` },
];

const IMPORT: Operation = {
  id: "i",
  kind: "import",
  user: newcomer("ada"),
  changes: [
    { field: "username", from: "", to: "ada" },
    { field: "displayName", from: "", to: "ada" },
  ],
  reason: "not-in-target",
};
const link = (from: string, to: string, matchedBy: LinkUser["matchedBy"] = "username"): Operation => {
  const changes = [{ field: "link", from: from && sourceId(from), to: to && sourceId(to) }] as const;
  const who = { ...user("ada"), sourceId: sourceId(to || from) };
  return { id: "l", kind: "link", user: who, changes, reason: "differs", matchedBy };
};
const UPDATE: Operation = {
  id: "u",
  kind: "update",
  user: user("ada"),
  changes: names("ada", "king"),
  reason: "differs",
};
const FILL: Operation = {
  ...UPDATE,
  changes: [{ field: "familyName", from: "", to: "King" }],
};
const ENABLE: Operation = { id: "e", kind: "enable", user: user("ada"), reason: "active-in-source" };
const DISABLE: Operation = { id: "d", kind: "disable", user: user("ada"), reason: "left-scope" };
const CREATE: Operation = { id: "c", kind: "create-group", group: { name: "Dev" }, reason: "not-in-target" };
const add = (
  group: { name: string; targetId?: string },
  who: ReturnType<typeof newcomer> & { targetId?: TargetId },
): Operation => ({
  id: "a",
  kind: "add-member",
  group,
  user: who,
  reason: "member-in-source",
});
const REMOVE: Operation = {
  id: "r",
  kind: "remove-member",
  group: dev,
  user: user("ada"),
  reason: "not-member-in-source",
};

const ADA = directory([account("ada")]);
const OFF = directory([account("ada", { active: false })]);
const UNKNOWN = directory([account("ada", { active: null })]);
const OTHERS = directory([account("ada", { link: sourceId("bob") })]);
const FREE = directory([stranger("ada")]);
const LOST = directory([account("ada", { recalled: true })]);
const KING = directory([account("ada", { username: "KING" as Username, email: "King@example.com" })]);
const HALF = directory([account("ada", { email: "king@example.com" })]);
const NAMELESS = directory([account("ada")].map(({ familyName: _, ...rest }) => rest));
const NOBODY = directory();
const inDev = (...members: string[]) => directory([account("ada")], [directoryGroup("dev", members)]);

interface Case {
  readonly rule: string;
  readonly operation: Operation;
  readonly now: DirectorySnapshot;
  /** `ready`, `already`, or why it is stale. */
  readonly effect: string;
  /** What it says of an operation that a run never marked; what follows from the effect when absent. */
  readonly found?: "done" | "unknown";
}

const CASES: readonly Case[] = [
  { rule: "an import that nothing is in the way of", operation: IMPORT, now: NOBODY, effect: "ready" },
  { rule: "an import that was done", operation: IMPORT, now: ADA, effect: "already" },
  {
    rule: "an import of somebody who got an account that is disabled",
    operation: IMPORT,
    now: OFF,
    effect: 'the person has the account "ada", which is disabled',
    found: "done",
  },
  {
    rule: "an import of somebody who got an account with other names",
    operation: IMPORT,
    now: directory([account("ada", { displayName: "Ada" })]),
    effect: 'the person has the account "ada", with another display name',
    found: "done",
  },
  {
    rule: "an import whose username another account has",
    operation: IMPORT,
    now: directory([stranger("x", { username: "ADA" as Username })]),
    effect: 'the account "ADA" has the username',
  },
  { rule: "a link of an account that is nobody's", operation: link("", "ada"), now: FREE, effect: "ready" },
  { rule: "a link that is there", operation: link("", "ada"), now: ADA, effect: "already" },
  {
    rule: "a link of somebody else's account",
    operation: link("", "ada"),
    now: OTHERS,
    effect: "the account is somebody else's",
  },
  {
    rule: "a link of an account that is gone",
    operation: link("", "ada"),
    now: NOBODY,
    effect: "the account is gone",
  },
  {
    rule: "a link for somebody who has an account",
    operation: link("", "ada"),
    now: directory([stranger("ada"), account("x", { link: sourceId("ada") })]),
    effect: 'the person has the account "x"',
  },
  {
    rule: "a link that only the state has, to be put back",
    operation: link("", "ada", "state"),
    now: LOST,
    effect: "ready",
  },
  { rule: "a link that was put back", operation: link("", "ada", "state"), now: ADA, effect: "already" },
  { rule: "a link that only the state can have", operation: link("", "ada"), now: LOST, effect: "already" },
  { rule: "a link from one person to another", operation: link("bob", "ada"), now: OTHERS, effect: "ready" },
  {
    rule: "a link from one person, who lost it",
    operation: link("bob", "ada"),
    now: FREE,
    effect: "the account is nobody's",
  },
  { rule: "a link to be taken away", operation: link("ada", ""), now: ADA, effect: "ready" },
  { rule: "a link that was taken away", operation: link("ada", ""), now: FREE, effect: "already" },
  { rule: "an update of what is as it was", operation: UPDATE, now: ADA, effect: "ready" },
  { rule: "an update that was done, but for the case", operation: UPDATE, now: KING, effect: "already" },
  {
    rule: "an update of which half was done",
    operation: UPDATE,
    now: HALF,
    effect: 'the e-mail is "king@example.com" meanwhile',
  },
  { rule: "a value where there was none", operation: FILL, now: NAMELESS, effect: "ready" },
  {
    rule: "a value where another came",
    operation: FILL,
    now: ADA,
    effect: 'the family name is "Example" meanwhile',
  },
  {
    rule: "an update of somebody else's account",
    operation: UPDATE,
    now: OTHERS,
    effect: "the account is somebody else's",
  },
  {
    rule: "an update of an account that is gone",
    operation: UPDATE,
    now: NOBODY,
    effect: "the account is gone",
  },
  { rule: "an update of an account whose link was not made", operation: UPDATE, now: FREE, effect: "ready" },
  { rule: "enabling what is disabled", operation: ENABLE, now: OFF, effect: "ready" },
  { rule: "enabling what is active", operation: ENABLE, now: ADA, effect: "already" },
  { rule: "enabling what is gone", operation: ENABLE, now: NOBODY, effect: "the account is gone" },
  {
    rule: "enabling what nobody knows of",
    operation: ENABLE,
    now: UNKNOWN,
    effect: "the directory does not say whether the account is active",
  },
  { rule: "disabling what is active", operation: DISABLE, now: ADA, effect: "ready" },
  { rule: "disabling what is disabled", operation: DISABLE, now: OFF, effect: "already" },
  {
    rule: "disabling somebody else's account",
    operation: DISABLE,
    now: OTHERS,
    effect: "the account is somebody else's",
  },
  {
    rule: "story 15: disabling what is gone",
    operation: DISABLE,
    now: NOBODY,
    effect: "already",
    found: "unknown",
  },
  { rule: "a group that is not there", operation: CREATE, now: NOBODY, effect: "ready" },
  { rule: "a group that is there", operation: CREATE, now: inDev(), effect: "already" },
  { rule: "joining a group", operation: add(dev, user("ada")), now: inDev(), effect: "ready" },
  { rule: "joining a group twice", operation: add(dev, user("ada")), now: inDev("ada"), effect: "already" },
  {
    rule: "joining a group that is gone",
    operation: add(dev, user("ada")),
    now: ADA,
    effect: "the group is gone",
  },
  {
    rule: "joining by an account that is gone",
    operation: add(dev, user("ada")),
    now: directory([], [directoryGroup("dev")]),
    effect: "the account is gone",
  },
  {
    rule: "joining a group that is not made yet",
    operation: add({ name: "dev" }, user("ada")),
    now: ADA,
    effect: "ready",
  },
  {
    rule: "joining by an account that is not made yet",
    operation: add(dev, newcomer("new")),
    now: inDev(),
    effect: "ready",
  },
  {
    rule: "joining by an account that was made and joined",
    operation: add({ name: "DEV" }, newcomer("ada")),
    now: inDev("ada"),
    effect: "already",
  },
  { rule: "leaving a group", operation: REMOVE, now: inDev("ada"), effect: "ready" },
  { rule: "leaving a group that one left", operation: REMOVE, now: inDev(), effect: "already" },
  {
    rule: "story 15: leaving a group that is gone",
    operation: REMOVE,
    now: ADA,
    effect: "already",
    found: "unknown",
  },
];

describe("an operation held against a directory", () => {
  it.each(CASES)("$rule: $effect", ({ operation, now, effect }) => {
    const result = effectOf(operation, imageOf(now));

    expect(result.state === "stale" ? result.reason : result.state).toBe(effect);
  });
});

const FOUND: Readonly<Record<string, string>> = { ready: "not-done", already: "done" };

describe("an operation that a run wrote down and never marked", () => {
  it.each(CASES)("$rule", ({ operation, now, effect, found = FOUND[effect] ?? "unknown" }) => {
    const open: OpenEntry = { run: 3, seq: 7, operation };

    expect(settle([open], now)).toEqual([{ run: 3, seq: 7, found }]);
  });

  it("there is none after a run that ended", () => {
    expect(settle([], ADA)).toEqual([]);
  });
});

describe("an image of a directory", () => {
  it("knows an account by what it became, and not by what it was", () => {
    const image = imageOf(directory([account("ada"), stranger("root")]));

    image.put(account("ada", { username: "king" as Username, link: sourceId("bob") }));
    image.put(stranger("root", { username: "ada" as Username }));
    image.put(account("new"));

    expect(image.named("ADA")?.id).toBe(targetId("root"));
    expect(image.named("root")).toBeUndefined();
    expect(image.owned(sourceId("ada"))).toBeUndefined();
    expect(image.owned(sourceId("bob"))?.username).toBe("king");
    expect(image.account(targetId("new"))?.username).toBe("new");
  });
});
