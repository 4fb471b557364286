import { describe, expect, it } from "vitest";
import type { Username } from "../../src/model/ids.ts";
import type { AccountRef, DirectoryOrphans, Orphan, PersonRef } from "../../src/model/orphan.ts";
import { orphansCsv } from "../../src/report/orphans/orphans-csv.ts";
import { orphansText } from "../../src/report/orphans/orphans-text.ts";
import { sourceId, targetId } from "../support/people.ts";

const account = (name: string, more: Partial<AccountRef> = {}): AccountRef => ({
  id: targetId(name),
  username: name as Username,
  active: true,
  ...more,
});
const unnamed = (name: string): PersonRef => ({ sourceId: sourceId(name) });
const person = (name: string): PersonRef => ({ ...unnamed(name), name });
const mailed = (name: string): PersonRef => ({ ...person(name), email: `${name}@example.com` });

const UNLINKED: readonly Orphan[] = [
  { kind: "unlinked", accounts: [account("admin", { isProtected: true })], people: [] },
  { kind: "unlinked", accounts: [account("svc", { isOwn: true })], people: [], apart: [sourceId("bob")] },
  { kind: "unlinked", accounts: [account("ada", { active: null })], people: [mailed("ada")], by: "email" },
  { kind: "unlinked", accounts: [account("eve")], people: [unnamed("eve")], by: "username" },
  { kind: "unlinked", accounts: [account("kim")], people: [person("kim")], by: "username" },
  {
    kind: "unlinked",
    accounts: [account("sam", { active: false })],
    people: [person("sam1"), person("sam2")],
    by: "email",
  },
];

const OF_PEOPLE: readonly Orphan[] = [
  {
    kind: "left-behind",
    accounts: [account("gone")],
    people: [unnamed("gone")],
    reason: "deleted-in-source",
    next: { status: "withheld", withheldBy: "limits.disable" },
  },
  {
    kind: "left-behind",
    accounts: [account("guest", { active: false })],
    people: [person("guest")],
    reason: "left-scope",
    because: "guest (source.users.guests)",
  },
  { kind: "left-behind", accounts: [account("out")], people: [person("out")], reason: "left-scope" },
  { kind: "without-account", accounts: [], people: [mailed("new")], next: { status: "planned" } },
  {
    kind: "without-account",
    accounts: [],
    people: [unnamed("off")],
    next: { status: "nothing", why: "the plan has no step for it" },
  },
  {
    kind: "without-account",
    accounts: [],
    people: [person("two")],
    next: { status: "nothing", kind: "collision", why: "2 Entra users map to this username" },
  },
];

const TWICE: readonly Orphan[] = [
  {
    kind: "colliding-people",
    accounts: [],
    people: [mailed("ann1"), unnamed("ann2")],
    by: "username",
    name: "ann",
  },
  {
    kind: "colliding-people",
    accounts: [],
    people: [person("ben1"), unnamed("ben2")],
    by: "email",
    name: "ben@example.com",
  },
  {
    kind: "several-accounts",
    accounts: [account("cy"), account("CY", { isProtected: true })],
    people: [person("cy")],
    by: "username",
  },
  {
    kind: "several-accounts",
    accounts: [account("di"), account("di2", { isOwn: true, active: false })],
    people: [unnamed("di")],
    by: "link",
  },
  { kind: "several-people", accounts: [account("ed")], people: [person("ed1"), unnamed("ed2")], by: "email" },
  { kind: "alike-accounts", accounts: [account("flo"), account("FLO", { active: null })], people: [] },
];

const GROUPED: readonly Orphan[] = [
  { kind: "unmanaged-group", accounts: [], people: [], group: "local" },
  { kind: "unmanaged-group", accounts: [], people: [], group: "ops", waits: true },
  { kind: "unmanaged-group", accounts: [], people: [], group: "site-admins", isProtected: true },
  {
    kind: "disabled-but-licensed",
    accounts: [account("idle", { active: false })],
    people: [],
    groups: ["jira-users", "labs"],
    isPersonDisabled: false,
  },
  {
    kind: "disabled-but-licensed",
    accounts: [account("left")],
    people: [person("left")],
    groups: [],
    permission: "LICENSED_USER",
    isPersonDisabled: true,
    next: { status: "planned" },
  },
];

const FOUND: DirectoryOrphans = {
  name: "crowd",
  type: "crowd",
  read: { users: 40, groups: 2 },
  cautions: ["The source gave 3 people, 40 at the last run (limits.shrinkSource)"],
  groupsListed: true,
  findings: [...UNLINKED, ...OF_PEOPLE, ...TWICE, ...GROUPED],
};

/** Directories of which not everything was seen. */
const GAPS: readonly DirectoryOrphans[] = [
  { ...FOUND, name: "whole", cautions: [], read: { users: 1, groups: 1 }, findings: [] },
  { ...FOUND, name: "half", incomplete: "The list broke off.", partial: true, findings: [] },
  { ...FOUND, name: "some", cautions: [], partial: true, groupsListed: false, findings: [] },
  { ...FOUND, name: "none", cautions: [], read: { users: 0, groups: 0 }, findings: [] },
  {
    ...FOUND,
    name: "down",
    error: { code: "NETWORK", message: "It cannot be reached.", fix: "Look." },
    findings: [],
  },
  { ...FOUND, name: "odd", error: { code: "BUG", message: "It went wrong." }, findings: [] },
];

describe("orphans as text", () => {
  it.each([
    { file: "every-kind.txt", directories: [FOUND] },
    { file: "gaps.txt", directories: GAPS },
    { file: "one-unread.txt", directories: [FOUND, ...GAPS.filter(({ name }) => name === "down")] },
  ])("$file", async ({ file, directories }) => {
    const text = orphansText(directories, { width: 100 });

    await expect(text).toMatchFileSnapshot(`snapshots/orphans/${file}`);
  });

  it("counts what does not fit, unless all is wanted", () => {
    const findings = Array.from({ length: 23 }, (_, at) => ({
      ...(UNLINKED[0] as Orphan),
      accounts: [account(`svc-${at}`)],
    }));

    expect(orphansText([{ ...FOUND, findings }])).toContain("… and 3 more (--all shows them)");
    expect(orphansText([{ ...FOUND, findings }], { all: true })).toContain("svc-22");
  });
});

it("orphans as CSV have a record for each finding, and for each thing that was not looked at", async () => {
  const csv = [...orphansCsv([FOUND, ...GAPS])].join("");

  await expect(csv).toMatchFileSnapshot("snapshots/orphans/every-kind.csv");
});
