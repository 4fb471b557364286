import { describe, expect, it } from "vitest";
import type { Access } from "../../src/model/access.ts";
import type { Account } from "../../src/model/directory-snapshot.ts";
import type { Username } from "../../src/model/ids.ts";
import type { Operation } from "../../src/model/operation.ts";
import type { Attempt, RecordedLink, Withdrawn } from "../../src/model/recorded.ts";
import { recall } from "../../src/plan/recall/recall.ts";
import { account, directory, sourceId, stranger, targetId } from "../support/people.ts";

const BOTH: Access = { groups: ["users", "dev"], permission: "ADMIN" };
const PARTLY: Withdrawn = { ...BOTH, partial: true };

const person = { username: "ada" as Username, sourceId: sourceId("ada"), targetId: targetId("ada") };
const open = (kind: "enable" | "disable", access?: Access): Operation => ({
  ...{ id: "1", kind, user: person, reason: "undo" },
  ...(access !== undefined && { access }),
});
const openImport = (access?: Access): Operation => ({
  ...{ id: "1", kind: "import", user: { username: person.username, sourceId: person.sourceId }, changes: [] },
  ...(access !== undefined && { access }),
  reason: "not-in-target",
});
const link = (overrides: Partial<RecordedLink> = {}): RecordedLink => ({
  ...{ targetId: person.targetId, sourceId: person.sourceId, username: person.username, how: "import" },
  email: "ada@example.com",
  ...overrides,
});
const shut = stranger("ada", { active: false });
const letIn = (access: Access) => stranger("ada", { active: true, access });

interface Given {
  readonly now: Account;
  readonly links?: readonly RecordedLink[];
  readonly died?: Operation;
  readonly attempted?: readonly Attempt[];
  readonly can?: "directory" | "state";
}

async function recalled({ now, links = [], died, attempted, can = "state" }: Given) {
  async function* portions() {
    yield links;
  }
  const { snapshot, news } = await recall(directory([now]), portions(), {
    capabilities: { link: can },
    open: died === undefined ? [] : [{ run: 1, seq: 1, operation: died }],
    ...(attempted !== undefined && { attempted }),
  });
  const [found] = snapshot.accounts;
  return { found, learned: news.learned };
}

describe("what was taken away from an account", () => {
  it.each<{
    rule: string;
    now: Account;
    known?: Withdrawn;
    died?: Operation;
    withdrawn?: Access;
    learned?: Withdrawn | "none";
  }>([
    { rule: "is remembered as long as nothing lets it in", now: shut, known: BOTH, withdrawn: BOTH },
    {
      rule: "is all of it once nothing lets it in, whatever broke off",
      ...{ now: shut, known: PARTLY, withdrawn: BOTH, learned: BOTH },
    },
    {
      rule: "is over when somebody let it in by hand, even with less",
      ...{ now: letIn({ groups: ["users"] }), known: BOTH, learned: "none" },
    },
    {
      rule: "may be had back in part, after a step that broke off",
      ...{ now: letIn({ groups: ["users"] }), known: PARTLY, withdrawn: BOTH },
    },
    {
      rule: "is over when the account has all of it again",
      ...{
        now: letIn({ groups: ["Users", "Dev", "more"], permission: "ADMIN" }),
        known: PARTLY,
        learned: "none",
      },
    },
    {
      rule: "is what a run that died was taking away, with what was taken before",
      now: shut,
      known: { groups: ["old"], partial: true },
      died: open("disable", BOTH),
      withdrawn: { groups: ["users", "dev", "old"], permission: "ADMIN" },
      learned: { groups: ["users", "dev", "old"], permission: "ADMIN" },
    },
    {
      rule: "is what a run that died was taking away in part",
      now: letIn({ groups: ["dev"] }),
      died: open("disable", BOTH),
      withdrawn: BOTH,
      learned: PARTLY,
    },
    {
      rule: "is nothing when a run died before it took anything",
      now: letIn({ groups: ["dev", "users"], permission: "ADMIN" }),
      died: open("disable", BOTH),
    },
    {
      rule: "is what it was when a run died before it gave anything back",
      ...{ now: shut, known: BOTH, died: open("enable", BOTH), withdrawn: BOTH },
    },
    {
      rule: "is what is left to be given when a run died while giving it back",
      ...{
        now: letIn({ groups: ["users"] }),
        known: BOTH,
        died: open("enable", BOTH),
        withdrawn: BOTH,
        learned: PARTLY,
      },
    },
    { rule: "is nothing where accounts have a flag", now: shut, died: open("disable") },
    {
      rule: "stays as it is known while the directory does not say whether anything lets it in",
      ...{ now: stranger("ada", { active: null }), known: PARTLY, withdrawn: BOTH },
    },
  ])("$rule", async ({ now, known, died, withdrawn, learned }) => {
    const links = [link(known === undefined ? {} : { withdrawn: known })];

    const result = await recalled({ now, links, ...(died !== undefined && { died }) });

    expect(result.found?.withdrawn).toEqual(withdrawn);
    const news = learned === undefined ? [] : [link(learned === "none" ? {} : { withdrawn: learned })];
    expect(result.learned).toEqual(news);
  });

  it("is what an import that broke off was to give, once a part of it lets the account in", async () => {
    const died = openImport(BOTH);

    const half = await recalled({ now: letIn({ groups: ["dev"] }), died });
    const whole = await recalled({ now: letIn(BOTH), died });
    const none = await recalled({ now: shut, died });

    const { email: _, ...known } = link({ fresh: true });
    const email = "ada@example.com";
    expect(half.learned).toEqual([{ ...known, email, withdrawn: PARTLY }]);
    expect(half.found).toMatchObject({ withdrawn: BOTH, fresh: true });
    expect(whole.learned).toEqual([{ ...known, email }]);
    expect(none.learned).toEqual([{ ...known, email }]);
  });
});

describe("who is new", () => {
  it.each<{ rule: string; given: Given; fresh: true | undefined }>([
    { rule: "is whose link says so", given: { now: shut, links: [link({ fresh: true })] }, fresh: true },
    { rule: "is nobody else", given: { now: shut, links: [link()] }, fresh: undefined },
    {
      rule: "is whose import broke off, where the directory keeps links",
      given: { now: account("ada"), died: openImport(), can: "directory" },
      fresh: true,
    },
    {
      rule: "is whose import failed and made an account all the same",
      given: { now: account("ada"), attempted: [person], can: "directory" },
      fresh: true,
    },
    {
      rule: "is whoever gets a half-made account that is nobody's yet",
      given: { now: stranger("Ada" as "ada"), attempted: [person] },
      fresh: true,
    },
    {
      rule: "is not whose name only another account has",
      given: { now: stranger("bob"), attempted: [person] },
      fresh: undefined,
    },
    {
      rule: "is not whose account was linked before",
      given: { now: account("ada"), links: [link()], attempted: [person], can: "directory" },
      fresh: undefined,
    },
    {
      rule: "is not who has an account of that name by the state",
      given: { now: shut, links: [link()], attempted: [person] },
      fresh: undefined,
    },
  ])("$rule", async ({ given, fresh }) => {
    const { found } = await recalled(given);

    expect(found?.fresh).toBe(fresh);
  });
});
